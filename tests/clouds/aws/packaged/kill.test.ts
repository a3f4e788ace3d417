import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, postBody, postSample, type Target } from '../../../e2e/post-sample.ts';
import type { AwsCall } from './aws-way.ts';
import { pass } from './clock.ts';
import type { Stack } from './deploy.ts';
import { type Running, startPackaged } from './start-packaged.ts';

/** `npm run test:kill` has more ways, and also kills a second time while the first is being got over, at every point of that. */
const twice = process.env.KILL === 'twice';

let running: Running;
let stack: Stack;
let target: Target;
beforeAll(async () => {
	running = await startPackaged();
	({ stack, target } = running);
}, 60_000);
afterAll(() => running.close());

type Way = {
	readonly source: string;
	readonly function: string;
	readonly ends: 'done' | 'dead';
	readonly post: (id: string) => Promise<Answer>;
};

const probe = (data: object, filler = '') => ({
	source: 'standard-webhooks',
	function: 'probe',
	post: (id: string) => {
		const body = JSON.stringify({ type: 'probe.sent', data, filler });
		return postBody(target, { source: 'standard-webhooks' }, body, { 'webhook-id': id });
	},
});
const ways: Readonly<Record<string, Way>> = {
	'that is done': { ...probe({ failures: 0 }), ends: 'done' },
	...(twice && {
		'over the room of a record': { ...probe({ failures: 0 }, 'x'.repeat(20_000)), ends: 'done' },
		'that does not fit its function': { ...probe({ failures: 'none' }), ends: 'dead' },
		'that fails each time': { ...probe({ failures: 99 }), ends: 'dead' },
		'whose function calls another': {
			source: 'shopify',
			function: 'order-created',
			ends: 'done',
			post: (id: string) => postSample(target, { source: 'shopify', type: 'orders/create', id }),
		},
		'whose sender waits': {
			source: 'twilio',
			function: 'incoming-message',
			ends: 'done',
			post: (id: string) => postSample(target, { source: 'twilio', type: 'message.received', id }),
		},
	}),
};

type Ended = { readonly calls: number; readonly replies: readonly number[]; readonly settled: number };

/** Takes an event all the way, with a sender that comes again until it gets a 2xx. Kills at these points: 2n is before the nth call of AWS, 2n + 1 after it. */
async function goThrough(id: string, way: Way, points: readonly number[]): Promise<Ended> {
	const replies: number[] = [];
	let calls = 0;
	await stack.cool();
	stack.passed.length = 0;
	stack.fate = ({ action }) => {
		// Of the sweep's reads of its index one is as good as another.
		if (action === 'Query') return 'pass';
		const at = 2 * calls;
		calls += 1;
		return points.includes(at) ? 'kill before' : points.includes(at + 1) ? 'kill after' : 'pass';
	};
	for (let round = 1; round <= 12; round += 1) {
		if (!replies.includes(200)) replies.push((await way.post(id)).status);
		await stack.settle(way.function);
		const run = await runOf(id, way);
		if (replies.includes(200) && (run?.status === 'done' || (run?.status === 'dead' && run.sent))) break;
		pass(60);
		await stack.sweep();
	}
	return { calls, replies, settled: stack.passed.filter((call) => settles(call, way)).length };
}

const runOf = async (id: string, way: Way) => (await stack.record(way.source, id))?.functions[way.function];

/** The write that says that the function is done. */
function settles({ function: name, action, body, status }: AwsCall & { readonly status: number }, way: Way): boolean {
	if (name !== way.function || action !== 'UpdateItem' || status !== 200) return false;
	const { ExpressionAttributeValues: values } = JSON.parse(body) as { readonly ExpressionAttributeValues: { ':status'?: { S: string } } };
	return values[':status']?.S === 'done';
}

async function expectOnce(way: Way, points: readonly number[]): Promise<Ended> {
	const id = randomUUID();
	const { ends } = way;

	const ended = await goThrough(id, way, points);

	const run = await runOf(id, way);
	const letters = new Set((await stack.letters(way.function)).map(({ message }) => message.id));
	// Killed, the endpoint gives no answer of its own; what it says itself is that the sender should come again.
	const replies = ended.replies.filter((status) => status !== 500 && status !== 503);
	const found = { points, status: run?.status, settled: ended.settled, letter: letters.has(id), replies };
	expect(found).toEqual({ points, status: ends, settled: ends === 'done' ? 1 : 0, letter: ends === 'dead', replies: [200] });
	return ended;
}

describe.each(Object.entries(ways))('an event %s', (_, way) => {
	it(
		'ends as it should, once, wherever its functions are killed',
		async () => {
			const { calls } = await expectOnce(way, []);

			for (let point = 0; point < 2 * calls; point += 1) {
				const after = await expectOnce(way, [point]);
				for (let second = point + 1; twice && second < 2 * after.calls; second += 1) await expectOnce(way, [point, second]);
			}
			expect(calls).toBeGreaterThan(3);
		},
		twice ? 3_600_000 : 60_000,
	);
});
