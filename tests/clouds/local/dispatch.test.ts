import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Dispatcher, type DispatchOptions, startDispatcher } from '../../../src/clouds/local/dispatch.ts';
import { openStore, type Store } from '../../../src/clouds/local/open-store.ts';
import { keyOf, type Message, messageFor } from '../../../src/webhook/message.ts';
import type { EventRecord } from '../../../src/webhook/record.ts';
import { sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { temporaryFolder } from './temporary-store.ts';
import { until } from './until.ts';

const name = 'invoice-paid';
const functions = { [name]: { concurrency: 2, timeoutSeconds: 6 } };
const done = { done: true } as const;

describe('startDispatcher', () => {
	let folder: ReturnType<typeof temporaryFolder>;
	let store: Store;
	let dispatcher: Dispatcher | undefined;
	let errors: unknown[];
	let crashes: string[];
	/** The tests move it by hand. */
	let clock: number;
	beforeEach(() => {
		clock = Date.UTC(2026, 0, 15, 12);
		folder = temporaryFolder();
		store = openStore(folder.path, () => clock);
		errors = [];
		crashes = [];
	});
	afterEach(async () => {
		await dispatcher?.stop();
		store.close();
		folder.remove();
		expect(errors).toEqual([]);
	});

	const onCrash = ({ function: of, id }: Message, error: unknown) => {
		crashes.push(`${of} ${id}: ${error instanceof Error ? error.message : ''}`);
	};
	const start = (run: DispatchOptions['run'], more: Partial<DispatchOptions> = {}) => {
		dispatcher = startDispatcher({ store, functions, run, now: () => clock, onError: (error) => errors.push(error), onCrash, ...more });
		return dispatcher;
	};
	const keep = async (...records: EventRecord[]) => {
		for (const record of records) await store.events.insert(record, clock);
		await store.queue.send(records.flatMap((record) => Object.keys(record.functions).map((of) => messageFor(record, of))));
	};
	const claim = (message: Message) => store.events.claim(keyOf(message), message.function, { now: clock, until: clock + 11_000 });
	const runOf = async (id = 'evt_1', of = name) => (await store.events.get({ source: 'stripe', id }))?.functions[of];
	const empty = async () => (await store.queue.names()).length === 0;

	it('each message is run by its function, and gone when that is done', async () => {
		const ids = Array.from({ length: 20 }, (_, index) => `evt_${index}`);
		const ran: string[] = [];
		await keep(...ids.map((id) => sampleRecord({ id })));
		start(async (of, message) => {
			ran.push(`${of} ${message.id}`);
			return done;
		});
		await until(empty);
		expect(ran.sort()).toEqual(ids.map((id) => `${name} ${id}`).sort());
	});

	it('no more run at once than the function has slots', async () => {
		let atOnce = 0;
		let most = 0;
		await keep(...Array.from({ length: 9 }, (_, index) => sampleRecord({ id: `evt_${index}` })));
		start(async () => {
			atOnce += 1;
			most = Math.max(most, atOnce);
			await new Promise((resolve) => setTimeout(resolve, 5));
			atOnce -= 1;
			return done;
		});
		await until(empty);
		expect(most).toBe(2);
	});

	it('a function whose slots are taken holds up no other', async () => {
		let release = () => {};
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		await keep(sampleRecord({ id: 'a' }), sampleRecord({ id: 'b' }), sampleRecord({ id: 'c', functions: { ledger: sampleRun() } }));
		const ran: string[] = [];
		start(
			async (of) => {
				if (of === name) await held;
				ran.push(of);
				return done;
			},
			{ functions: { ...functions, ledger: { concurrency: 1, timeoutSeconds: 6 } } },
		);
		await until(() => ran.length === 1);
		expect(ran).toEqual(['ledger']);
		release();
		await until(empty);
	});

	it('a message that is to come again does so after the time that was said, not before', async () => {
		let runs = 0;
		await keep(sampleRecord());
		const { wake } = start(async () => {
			runs += 1;
			return runs === 1 ? { done: false, retryAfterSeconds: 20.5 } : done;
		});
		const leaseOf = async (now: number) => (await store.queue.take({ now, until: now }, [name], 1)).length;
		await until(async () => runs === 1 && (await leaseOf(clock + 20_500)) === 1);
		expect(await leaseOf(clock + 20_499)).toBe(0);
		clock += 20_500;
		wake();
		await until(empty);
		expect(runs).toBe(2);
	});

	it('a run that crashed is recorded as a failed attempt, and tried again after the back-off', async () => {
		let runs = 0;
		await keep(sampleRecord());
		const { wake } = start(async (_, message) => {
			const { outcome } = await claim(message);
			expect(outcome).toBe('claimed');
			runs += 1;
			if (runs === 1) throw new Error('the thread exited with code 1');
			return done;
		});
		await until(async () => (await runOf())?.status === 'pending' && runs === 1);
		expect(await runOf()).toMatchObject({ status: 'pending', attempts: 1, lastError: 'the thread exited with code 1' });
		clock += 10_000;
		wake();
		await until(empty);
		expect(runs).toBe(2);
	});

	it('a run that crashes at every attempt ends dead, with its letter', async () => {
		await keep(sampleRecord());
		const { wake } = start(
			async (_, message) => {
				await claim(message);
				throw new Error('the thread exited with code 1');
			},
			{ retry: () => ({ attempts: 3, backoff: 1 }) },
		);
		await until(() => {
			clock += 1000;
			wake();
			return empty();
		});
		const reason = 'failed 3 times';
		expect(await runOf()).toMatchObject({ status: 'dead', attempts: 3, reason, lastError: 'the thread exited with code 1', sent: true });
		expect((await store.queue.letters({})).map((letter) => letter.reason)).toEqual([reason]);
	});

	it('a crash before the run began costs no attempt', async () => {
		await keep(sampleRecord());
		let runs = 0;
		start(async () => {
			runs += 1;
			throw new Error('the file can not be loaded');
		});
		await until(() => runs === 1);
		await dispatcher?.stop();
		expect(await runOf()).toEqual(sampleRun());
		expect(crashes).toEqual(['invoice-paid evt_1: the file can not be loaded']);
		expect(await store.queue.names()).toEqual([name]);
	});

	it('what a dead process had leased runs again once the lease ended', async () => {
		await keep(sampleRecord());
		await store.queue.take({ now: clock, until: clock + 16_000 }, [name], 1);
		let runs = 0;
		const { wake } = start(async () => {
			runs += 1;
			return done;
		});
		clock += 16_000;
		wake();
		await until(empty);
		expect(runs).toBe(1);
	});

	it('a message of a function that is no longer there is buried, and its run ends dead', async () => {
		await keep(sampleRecord({ functions: { gone: sampleRun({ sent: true }) } }));
		start(async () => done);
		await until(empty);
		const reason = 'serverless.yml has no function gone';
		expect(await runOf('evt_1', 'gone')).toMatchObject({ status: 'dead', reason, sent: true });
		expect((await store.queue.letters({})).map((letter) => letter.reason)).toEqual([reason]);
	});

	it('what another process sends is found without a wake', async () => {
		let runs = 0;
		start(async () => {
			runs += 1;
			return done;
		});
		const other = openStore(folder.path, () => clock);
		await other.queue.send([messageFor(sampleRecord(), name)]);
		other.close();
		await until(() => runs === 1);
		await until(empty);
	});

	it('stop waits for what is running and takes nothing more', async () => {
		let ended = 0;
		await keep(...Array.from({ length: 6 }, (_, index) => sampleRecord({ id: `evt_${index}` })));
		let begun = 0;
		start(async () => {
			begun += 1;
			await new Promise((resolve) => setTimeout(resolve, 20));
			ended += 1;
			return done;
		});
		await until(() => begun === 2);
		await dispatcher?.stop();
		expect([begun, ended]).toEqual([2, 2]);
		const left = await store.queue.take({ now: clock, until: clock }, [name], 10);
		expect(left).toHaveLength(4);
	});
});
