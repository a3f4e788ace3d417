import { traceIdOf } from '../../webhook/traceparent.ts';
import { newTraceparent } from '../new-traceparent.ts';

const wellFormed = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * The host's trace of the call. Where the sender sent a trace the host goes on with that one, which anybody can make up, so a new one begins; as where there is none.
 * https://learn.microsoft.com/azure/azure-monitor/app/distributed-trace-data
 */
export function readTraceparent(own = '', sent = ''): string {
	const theirs = sent.toLowerCase().includes(traceIdOf(own) ?? own);
	return wellFormed.test(own) && !theirs ? own : newTraceparent();
}
