import type { Fields, Log } from '../../webhook/ports.ts';
import { logLine } from '../log-line.ts';

/** One line of JSON per call. `resource` is the same on every line; names follow OpenTelemetry, save `level` and `message`, which CloudWatch knows. */
export function createLog(resource: Fields, write: (line: string) => void): Log {
	const at =
		(level: string) =>
		(message: string, fields: Fields = {}) => {
			write(logLine({ timestamp: new Date().toISOString(), level, message, ...resource, ...fields }));
		};
	return { info: at('INFO'), warn: at('WARN'), error: at('ERROR') };
}
