import type { Fields, Log } from '../../webhook/ports.ts';
import { logLine } from '../log-line.ts';

export type Level = 'info' | 'warn' | 'error';

/** Takes one line, without its end. */
export type Write = (line: string, level: Level) => void;

/** One line of JSON per call. `resource` is what every line has; it is asked for each, because one process runs many functions. */
export function createLog(resource: () => Fields, write: Write): Log {
	const at =
		(level: Level) =>
		(message: string, fields: Fields = {}) => {
			const line = { timestamp: new Date().toISOString(), level: level.toUpperCase(), message, ...resource(), ...fields };
			write(logLine(line).trimEnd(), level);
		};
	return { info: at('info'), warn: at('warn'), error: at('error') };
}
