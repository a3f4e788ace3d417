import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { postBody, type Target } from '../../../e2e/post-sample.ts';
import type { Template } from '../../../plugin/aws/package-service.ts';
import { pass } from './clock.ts';
import type { Stack } from './deploy.ts';
import type { Batch } from './mapping.ts';
import { type Running, startPackaged } from './start-packaged.ts';

let running: Running;
let stack: Stack;
let target: Target;
beforeAll(async () => {
	running = await startPackaged(givingUpAfter(receipts));
	({ stack, target } = running);
}, 60_000);
afterAll(() => running.close());
beforeEach(() => {
	stack.fate = () => 'pass';
});

/** Of a message that nobody settles, instead of the 300 of a deployment, which take as many starts of a function. */
const receipts = 12;

function givingUpAfter(maxReceiveCount: number): (template: Template) => Template {
	return ({ Resources, ...rest }) => ({
		...rest,
		Resources: Object.fromEntries(
			Object.entries(Resources).map(([id, { Properties, ...resource }]) => {
				const { RedrivePolicy: policy } = Properties;
				const changed = { ...Properties, RedrivePolicy: { ...(policy as object), maxReceiveCount } };
				return [id, { ...resource, Properties: policy === undefined ? Properties : changed }];
			}),
		),
	});
}

const source = 'standard-webhooks';
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const bodyOf = (name: string, data: object) => JSON.stringify({ type: `${name}.sent`, filler: 'Zoë \u{1f480}', data });
const post = (id: string, body: string) => postBody(target, { source }, body, { 'webhook-id': id });
const runOf = async (id: string, name: string) => (await stack.record(source, id))?.functions[name];
const probed = (id: string) => stack.lines.filter(({ message, id: of }) => message === 'probed' && of === id);
/** The reasons in the dead letters of an event. */
const lettersOf = async (id: string, name: string) =>
	(await stack.letters(name)).filter(({ message }) => message.id === id).map(({ attributes }) => attributes.reason);
/** Longer than any visibility and any back-off of the probes. */
const round = 60;

/** Lets the queues and the schedule go round until the run is over. */
async function untilOver(id: string, name: string, rounds: number): Promise<number> {
	for (let count = 1; count <= rounds; count += 1) {
		await stack.settle();
		const status = (await runOf(id, name))?.status;
		if (status === 'done' || status === 'dead') return count;
		pass(round);
		await stack.sweep();
	}
	throw new Error(`not over after ${rounds} rounds`);
}

describe('a function that fails', () => {
	it('ends dead after its attempts, with the reason in its letter, and the bytes as they were signed', async () => {
		const id = randomUUID();
		const body = bodyOf('probe', { failures: 99 });
		await post(id, body);

		const rounds = await untilOver(id, 'probe', 5);

		expect([rounds, probed(id).map(({ attempt }) => attempt)]).toEqual([3, [1, 2, 3]]);
		expect(await lettersOf(id, 'probe')).toEqual(['failed 3 times']);
		expect(await runOf(id, 'probe')).toMatchObject({ status: 'dead', sent: true, lastError: 'Error: as asked for' });
		const record = await stack.record(source, id);
		expect(sha256(record?.body as Buffer)).toBe(sha256(body));
	});

	it('by ending its process ends dead too, and holds up nobody', async () => {
		const [bad, good] = [randomUUID(), randomUUID()];
		await post(bad, bodyOf('probe', { failures: 99, how: 'exit' }));
		await post(good, bodyOf('probe', { failures: 0 }));

		await stack.settle();
		const first = await runOf(good, 'probe');
		await untilOver(bad, 'probe', 6);

		expect(first).toMatchObject({ status: 'done', attempts: 1 });
		expect([probed(bad).length, await lettersOf(bad, 'probe')]).toEqual([3, ['no run ended in 3 attempts']]);
	});

	it('by taking too long is ended by its time-out, and runs again when its lease is over', async () => {
		const id = randomUUID();
		await post(id, bodyOf('probe', { failures: 1, how: 'hang' }));

		await stack.settle();
		pass(5);
		const early = await stack.settle();
		await untilOver(id, 'probe', 2);

		expect(early).toEqual([]);
		expect(await runOf(id, 'probe')).toMatchObject({ status: 'done', attempts: 2 });
	});

	it('before it is loaded leaves its message to the queue, which gives it up in the end: dead, with the reason', async () => {
		const id = randomUUID();
		await post(id, bodyOf('broken', { failures: 0 }));

		const batches: Batch[] = [];
		for (let receipt = 1; receipt <= receipts + 1; receipt += 1) {
			batches.push(...(await stack.settle('broken')));
			pass(round);
		}
		await stack.settle('webhook-sweep');

		expect([batches.length, await lettersOf(id, 'broken')]).toEqual([receipts, ['the queue gave it up']]);
		expect(await runOf(id, 'broken')).toMatchObject({ status: 'dead', sent: true, attempts: 1 });
	});
});

describe('a batch', () => {
	it('of ten with three that fail: only those come again', async () => {
		const ids = Array.from({ length: 10 }, () => randomUUID());
		const failing = ids.filter((_, index) => index % 4 === 0);
		for (const id of ids) await post(id, bodyOf('many', { failures: failing.includes(id) ? 1 : 0 }));

		const first = await stack.settle();
		pass(round);
		const second = await stack.settle();

		expect([...first, ...second].map(({ bodies, failed }) => [bodies.length, failed])).toEqual([
			[10, 3],
			[3, 0],
		]);
		expect(second[0]?.bodies.map((text) => JSON.parse(text).id).sort()).toEqual([...failing].sort());
		const runs = await Promise.all(ids.map((id) => runOf(id, 'many')));
		expect(runs.map((run) => [run?.status, run?.attempts])).toEqual(ids.map((id) => ['done', failing.includes(id) ? 2 : 1]));
	});

	it('of which one ends the process: it alone is dead in the end', async () => {
		const ids = Array.from({ length: 5 }, () => randomUUID());
		const bad = ids[1] ?? '';
		for (const id of ids) await post(id, bodyOf('many', id === bad ? { failures: 99, how: 'exit' } : { failures: 0 }));

		await untilOver(bad, 'many', 6);
		await stack.settle();

		const runs = await Promise.all(ids.map((id) => runOf(id, 'many')));
		expect(runs.map((run) => run?.status)).toEqual(ids.map((id) => (id === bad ? 'dead' : 'done')));
		expect(await lettersOf(bad, 'many')).toEqual(['no run ended in 3 attempts']);
	});
});

describe('AWS out of reach', () => {
	it('at the queue: 503, and the schedule sends it later', async () => {
		const id = randomUUID();
		stack.fate = ({ action }) => (action === 'SendMessageBatch' ? { status: 403, error: 'AccessDeniedException' } : 'pass');

		const reply = await post(id, bodyOf('probe', { failures: 0 }));
		await stack.sweep();
		const before = await stack.settle();
		stack.fate = () => 'pass';
		await untilOver(id, 'probe', 2);

		expect([reply.status, before]).toEqual([503, []]);
		expect([await runOf(id, 'probe'), probed(id).length]).toEqual([expect.objectContaining({ status: 'done', attempts: 1 }), 1]);
	});

	it('at the secrets: 503 and nothing kept; then it is taken', async () => {
		const id = randomUUID();
		await stack.cool();
		stack.ssm.down = true;

		const reply = await post(id, bodyOf('probe', { failures: 0 }));
		const kept = await stack.record(source, id);
		stack.ssm.down = false;
		const again = await post(id, bodyOf('probe', { failures: 0 }));

		expect([reply.status, kept, again.status]).toEqual([503, undefined, 200]);
	});
});

describe('a secret', () => {
	const name = 'SHOPIFY_WEBHOOK_SECRET';
	const order = (id: string) =>
		postBody(target, { source: 'shopify' }, '{}', { 'x-shopify-webhook-id': id, 'x-shopify-topic': 'shop/update' });

	it('that is missing is a 503, that is set is used without a new deployment, that is rotated too', async () => {
		const kept = stack.parameters.get(`/hookport/prod/${name}`) ?? '';
		stack.parameters.delete(`/hookport/prod/${name}`);

		const missing = await order(randomUUID());
		pass(61);
		stack.parameters.set(`/hookport/prod/${name}`, kept);
		const set = await order(randomUUID());
		pass(61);
		stack.parameters.set(`/hookport/prod/${name}`, 'rotated');
		process.env[name] = 'rotated';
		const rotated = await order(randomUUID());
		delete process.env[name];
		const old = await order(randomUUID());

		expect([missing, set, rotated, old].map(({ status }) => status)).toEqual([503, 200, 200, 401]);
	});
});
