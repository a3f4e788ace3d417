import { randomUUID } from 'node:crypto';

/** Begins a trace, for a platform that began none: https://www.w3.org/TR/trace-context/#traceparent-header. Sampled, because the log has it. */
export function newTraceparent(): string {
	// Node keeps randomness for many UUIDs at hand, and asks the system for all other.
	return `00-${digits()}-${digits().slice(16)}-01`;
}

const digits = () => randomUUID().replaceAll('-', '');
