import type { Fields, Log } from '../../webhook/ports.ts';

/** One readable line per call: time, level, function, message, and `key=value` for each field. */
export function createLog(functionName: () => string, write: (line: string) => void): Log {
	const at =
		(level: string) =>
		(message: string, fields: Fields = {}) => {
			const time = new Date().toISOString();
			write(`${[time, level, functionName(), oneLine(message), ...pairs(fields)].join(' ')}\n`);
		};
	return { info: at('info'), warn: at('warn'), error: at('error') };
}

function pairs(fields: Fields): string[] {
	return Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${plain(value)}`]));
}

/** Quoted where it would not read as one word. */
function plain(value: string | number | boolean): string {
	const text = String(value);
	return /^[\w.:/@+-]+$/.test(text) ? text : JSON.stringify(text);
}

/** A sender's text must not be able to begin a line of its own, nor to steer a terminal. */
function oneLine(text: string): string {
	return text.replace(/\p{Cc}+/gu, ' ');
}
