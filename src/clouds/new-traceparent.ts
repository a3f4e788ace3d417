import { randomBytes } from 'node:crypto';

/** Begins a trace, for a platform that began none: https://www.w3.org/TR/trace-context/#traceparent-header. Sampled, because the log has it. */
export function newTraceparent(): string {
	return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}
