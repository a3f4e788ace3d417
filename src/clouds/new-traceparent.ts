import { randomBytes } from 'node:crypto';

/** Begins a trace, for a platform that began none: https://www.w3.org/TR/trace-context/#traceparent-header. Sampled, because the log has it. */
export function newTraceparent(): string {
	const ids = randomBytes(24).toString('hex');
	return `00-${ids.slice(0, 32)}-${ids.slice(32)}-01`;
}
