import type { Fields, Log } from '../../webhook/ports.ts';

export type LogEntry = { readonly at: number; readonly level: keyof Log; readonly message: string; readonly fields: Fields };

/** One readable line per call: time, level, function, message, and `key=value` for each field. `heard` gets the same by its parts. */
export function createLog(functionName: () => string, write: (line: string) => void, heard: (entry: LogEntry) => void = () => {}): Log {
	const at =
		(level: keyof Log) =>
		(message: string, fields: Fields = {}) => {
			const now = new Date();
			write(`${[now.toISOString(), level, functionName(), oneLine(message), ...pairs(fields)].join(' ')}\n`);
			heard({ at: now.getTime(), level, message, fields });
		};
	return { info: at('info'), warn: at('warn'), error: at('error') };
}

function pairs(fields: Fields): string[] {
	return Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${plain(value)}`]));
}

/** Quoted where it would not read as one word. */
function plain(value: string | number | boolean): string {
	const text = String(value);
	return /^[\w.:/@+-]+$/.test(text) ? text : escaped(JSON.stringify(text));
}

/** A sender's text must not be able to begin a line of its own, nor to steer a terminal. */
function oneLine(text: string): string {
	return text.replace(steering, ' ');
}

/** Control characters, line separators, and what turns the direction of text. JSON escapes only the first 32. */
const steering = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu;

function escaped(text: string): string {
	return text.replace(steering, (found) => [...found].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''));
}
