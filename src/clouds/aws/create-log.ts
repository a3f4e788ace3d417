import type { Fields, Log } from '../../webhook/ports.ts';

/** One line of JSON per call. `resource` is the same on every line; names follow OpenTelemetry, save `level` and `message`, which CloudWatch knows. */
export function createLog(resource: Fields, write: (line: string) => void): Log {
	const at =
		(level: string) =>
		(message: string, fields: Fields = {}) => {
			write(`${escaped(JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...resource, ...fields }))}\n`);
		};
	return { info: at('INFO'), warn: at('WARN'), error: at('ERROR') };
}

/** Control characters, line separators and what turns the direction of text; JSON escapes only the first 32. */
function escaped(json: string): string {
	return json.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
