/** An id made of several texts; `undefined` where one of them is missing. */
export function joined(...parts: readonly (string | undefined)[]): string | undefined {
	return parts.includes(undefined) ? undefined : parts.join('.');
}
