import type { Fields, Log } from '../../webhook/ports.ts';
import { logLine } from '../log-line.ts';

/**
 * One line of JSON per call. `resource` is the same on every line; names follow OpenTelemetry, save those that Cloud Logging reads as parts of an entry:
 * https://cloud.google.com/logging/docs/structured-logging#special-payload-fields
 */
export function createLog(resource: Fields, { project, write }: { readonly project: string; readonly write: (line: string) => void }): Log {
	const at =
		(severity: string) =>
		(message: string, fields: Fields = {}) => {
			const { trace_id: trace } = fields;
			const part = trace === undefined ? {} : { 'logging.googleapis.com/trace': `projects/${project}/traces/${trace}` };
			write(logLine({ time: new Date().toISOString(), severity, message, ...resource, ...fields, ...part }));
		};
	return { info: at('INFO'), warn: at('WARNING'), error: at('ERROR') };
}
