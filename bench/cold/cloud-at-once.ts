import { setTimeout } from 'node:timers/promises';
import { readEvent } from '../../src/clouds/aws/read-event.ts';
import type { Cloud } from '../../src/webhook/ports.ts';
import { nothing, portsAtOnce } from '../ports-at-once.ts';

const { BENCH_SOURCE = '', BENCH_SECRET = '', WEBHOOK_FUNCTION = '' } = process.env;

/** Stands for `#cloud` in a bundle: AWS's events and replies, and no service behind. */
export const cloud: Cloud = {
	name: 'aws',
	functionName: () => WEBHOOK_FUNCTION,
	now: Date.now,
	wait: setTimeout,
	open: (input, context) => readEvent(input, { context }),
	respond: ({ status, headers, body }) => ({ statusCode: status, headers, body }),
	dispose: nothing,
	...portsAtOnce(BENCH_SOURCE, BENCH_SECRET),
	openings: { open: nothing, get: nothing, close: nothing },
	outside: { read: nothing, visit: nothing },
	records: { insert: nothing, put: nothing, get: nothing, remove: nothing },
	call: nothing,
};
