import type { Fields, Log } from '../../webhook/ports.ts';

export type Level = 'info' | 'warn' | 'error';

/** Takes one line, without its end. */
export type Write = (line: string, level: Level) => void;

/** One line of JSON per call. `resource` is what every line has; it is asked for each, because one process runs many functions. */
export function createLog(resource: () => Fields, write: Write): Log {
	const at =
		(level: Level) =>
		(message: string, fields: Fields = {}) => {
			const line = { timestamp: new Date().toISOString(), level: level.toUpperCase(), message, ...resource(), ...fields };
			write(escaped(JSON.stringify(line)), level);
		};
	return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** Control characters, line separators and what turns the direction of text; JSON escapes only the first 32. */
function escaped(json: string): string {
	return json.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
