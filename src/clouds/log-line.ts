/** One line of JSON, which begins no other line and steers no terminal, whatever a sender put into it. */
export function logLine(content: object): string {
	return `${escaped(JSON.stringify(content))}\n`;
}

/** Control characters, line separators and what turns the direction of text; JSON escapes only the first 32. */
function escaped(json: string): string {
	return json.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
