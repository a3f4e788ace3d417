import type { Log } from './ports.ts';

/** The part of a `traceparent` that all lines about one delivery have in common; undefined where there is none. */
export function traceIdOf(traceparent: string): string | undefined {
	return traceparent.slice(3, 35) || undefined;
}

/** The log with the trace on each line. */
export function traced(log: Log, traceparent: string): Log {
	const on =
		(write: Log['info']): Log['info'] =>
		(message, fields) =>
			write(message, { ...fields, trace_id: traceIdOf(traceparent) });
	return { info: on(log.info), warn: on(log.warn), error: on(log.error) };
}
