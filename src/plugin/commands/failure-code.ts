/** Which of our own failures an answer is, or nothing; nothing else of an answer is shown. */
export function failureCode(answer: string): string {
	return /"code":"([a-z-]+)"/.exec(answer)?.[1] ?? '';
}
