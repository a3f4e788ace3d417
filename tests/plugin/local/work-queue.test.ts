import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore, type Store } from '../../../src/clouds/local/open-store.ts';
import type { Threads } from '../../../src/plugin/local/threads.ts';
import { type QueueWork, workQueue } from '../../../src/plugin/local/work-queue.ts';
import { keyOf, type Message, messageFor } from '../../../src/webhook/message.ts';
import type { Routes } from '../../../src/webhook/source.ts';
import { temporaryFolder } from '../../clouds/local/temporary-store.ts';
import { until } from '../../clouds/local/until.ts';
import { sampleRecord, sampleRun } from '../../ports/sample-record.ts';

const routes: Routes = {
	service: 'hookport',
	stage: 'dev',
	sources: {},
	routes: [
		{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' },
		{ function: 'invoice-paid', source: 'stripe', type: 'invoice.paid', ack: 'stored' },
	],
	retry: { attempts: 3, backoff: 60 },
	timeouts: {},
};

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let work: QueueWork | undefined;
let errors: unknown[];
beforeEach(() => {
	folder = temporaryFolder();
	store = openStore(folder.path);
	errors = [];
});
afterEach(async () => {
	await work?.stop(1000);
	work = undefined;
	store.close();
	folder.remove();
});

const start = (invoke: Threads['invoke']) => {
	const threads: Threads = { invoke, reload: () => {}, stop: async () => {} };
	work = workQueue({ store, routes, threads, concurrency: 2, onError: (error) => errors.push(error) });
	return work;
};
const fresh = () => {
	const now = Date.now();
	return sampleRecord({ receivedAt: now, expiresAt: now + 60_000, functions: { 'invoice-paid': sampleRun({ dueAt: now - 1 }) } });
};
const runOf = async () => (await store.events.get({ source: 'stripe', id: 'evt_1' }))?.functions['invoice-paid'];

describe('the work on the queues', () => {
	it('given an event that was committed and never sent → it is swept, handed to its function as a message, and gone', async () => {
		const woken: unknown[] = [];
		const record = fresh();
		await store.events.insert(record, Date.now());

		start(async (name, input) => {
			woken.push([name, input]);
			return { dispositions: [{ done: true }] };
		});
		await until(async () => woken.length > 0 && (await store.queue.names()).length === 0);

		expect(woken).toEqual([['invoice-paid', { eventSource: 'hookport', messages: [messageFor(record, 'invoice-paid')] }]]);
		expect(await runOf()).toMatchObject({ sent: true });
		expect(errors).toEqual([]);
	});

	it('given a function that says when to come again → its message waits', async () => {
		let runs = 0;
		await store.events.insert(fresh(), Date.now());
		await store.queue.send([messageFor(fresh(), 'invoice-paid')]);
		await store.events.markSent(fresh(), ['invoice-paid'], Date.now());

		const { stop } = start(async () => {
			runs += 1;
			return { dispositions: [{ done: false, retryAfterSeconds: 60 }] };
		});
		await until(() => runs === 1);
		await stop(1000);

		expect(await store.queue.take({ now: Date.now(), until: 0 }, ['invoice-paid'], 1)).toEqual([]);
		expect(await store.queue.take({ now: Date.now() + 61_000, until: 0 }, ['invoice-paid'], 1)).toHaveLength(1);
	});

	it.each([undefined, null, 'done', {}, { dispositions: [] }])(
		'given a function that answers %o → a failed attempt that says why',
		async (answer) => {
			await store.events.insert(fresh(), Date.now());

			start(async (_, input) => {
				const [message] = (input as { messages: readonly [Message] }).messages;
				await store.events.claim(keyOf(message), 'invoice-paid', { now: Date.now(), until: Date.now() + 10_000 });
				return answer;
			});
			await until(async () => (await runOf())?.lastError !== undefined);

			expect(await runOf()).toMatchObject({
				status: 'pending',
				attempts: 1,
				lastError: 'The function "invoice-paid" did not say what became of its message: its file does not export what onEvent returns.',
			});
		},
	);

	it('given a function that never answers → stop waits no longer than it is told', async () => {
		let begun = false;
		await store.events.insert(fresh(), Date.now());
		const { stop } = start(() => {
			begun = true;
			return new Promise(() => {});
		});
		await until(() => begun);

		const before = Date.now();
		await stop(50);
		work = undefined;

		expect(Date.now() - before).toBeLessThan(5000);
	});
});
