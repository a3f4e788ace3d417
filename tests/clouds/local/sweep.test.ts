import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../../src/clouds/local/open-store.ts';
import { sweep } from '../../../src/clouds/sweep.ts';
import { startSweep } from '../../../src/plugin/local/start-sweep.ts';
import type { Run } from '../../../src/webhook/record.ts';
import type { Opened } from '../../ports/events.conformance.ts';
import { noon, sampleRecord, sampleRun, week } from '../../ports/sample-record.ts';
import { openTwice } from './temporary-store.ts';

type Ports = Pick<Store, 'events' | 'queue' | 'blobs' | 'purge'>;

const key = { source: 'stripe', id: 'evt_1' };
const name = 'invoice-paid';

describe('sweep', () => {
	let opened: Opened<Ports>;
	let ports: Ports;
	beforeEach(async () => {
		opened = await openTwice(
			(store): Ports => store,
			() => noon,
		);
		ports = opened.one;
	});
	afterEach(() => opened.close());

	const waiting = async () =>
		(await ports.queue.take({ now: noon, until: noon + 1 }, [name, 'ledger'], 10)).map(({ message }) => message.function);
	const letters = async () => (await ports.queue.letters({})).map(({ reason }) => reason);
	const keep = (run: Partial<Run>) => ports.events.insert(sampleRecord({ functions: { [name]: sampleRun(run) } }), noon);
	const kept = async () => (await ports.events.get(key))?.functions[name];

	it.each([
		['a pending run that was not sent', {}],
		['a run whose lease ended before its message was sent', { status: 'running', leaseUntil: noon, attempts: 1, fence: 1 }],
		['a handled run that an operator replays', { ack: 'handled', replays: 1 }],
		['a run that was sent hours ago, and has not ended', { sent: true }],
	] as const)('%s gets its message, once', async (_, run) => {
		await keep(run);
		expect(await sweep({ ...ports, now: noon })).toEqual({ due: 1, errors: [] });
		expect(await sweep({ ...ports, now: noon })).toEqual({ due: 0, errors: [] });
		expect(await waiting()).toEqual([name]);
		expect(await kept()).toEqual(sampleRun({ ...run, sent: true, dueAt: noon + 6 * 3_600_000 }));
	});

	it.each([
		['a run that is not due yet', { dueAt: noon + 1 }],
		['a run under a lease', { status: 'running', leaseUntil: noon + 1, attempts: 1, fence: 1 }],
		['a handled run under a lease', { ack: 'handled', status: 'running', leaseUntil: noon + 1, attempts: 1, fence: 1 }],
		['a run that was sent', { sent: true, dueAt: noon + 1 }],
		['a dead run whose letter was sent', { status: 'dead', sent: true }],
		['a run that is done', { status: 'done' }],
	] as const)('%s is left alone', async (_, run) => {
		await keep(run);
		await sweep({ ...ports, now: noon });
		expect([await waiting(), await letters(), await kept()]).toEqual([[], [], sampleRun(run)]);
	});

	it('a run that is not due yet is left alone although another of its event is due', async () => {
		const functions = { [name]: sampleRun(), ledger: sampleRun({ dueAt: noon + 1 }) };
		await ports.events.insert(sampleRecord({ functions }), noon);

		await sweep({ ...ports, now: noon });

		expect(await waiting()).toEqual([name]);
	});

	it('a dead run whose letter is missing gets it, with its reason', async () => {
		await keep({ status: 'dead', reason: 'failed 8 times', attempts: 8 });
		await sweep({ ...ports, now: noon });
		expect([await letters(), (await kept())?.sent]).toEqual([['failed 8 times'], true]);
		expect(await sweep({ ...ports, now: noon })).toEqual({ due: 0, errors: [] });
	});

	it.each([
		['pending', {}],
		['left behind by a process that died', { status: 'running', leaseUntil: noon, attempts: 1, fence: 1 }],
	] as const)('a due handled run that is %s ends dead, because the sender did not send it again', async (_, run) => {
		await keep({ ack: 'handled', ...run });
		await sweep({ ...ports, now: noon });
		const reason = 'the sender did not send it again';
		expect(await kept()).toMatchObject({ status: 'dead', reason, sent: true });
		expect([await letters(), await waiting()]).toEqual([[reason], []]);
	});

	it('two sweeps at once, over two connections, lose nothing and leave nothing', async () => {
		const ids = Array.from({ length: 30 }, (_, index) => `evt_${index}`);
		for (const id of ids) await ports.events.insert(sampleRecord({ id }), noon);
		await Promise.all([sweep({ ...opened.one, now: noon }), sweep({ ...opened.other, now: noon })]);
		const taken = await ports.queue.take({ now: noon, until: noon + 1 }, [name], 100);
		expect(new Set(taken.map(({ message }) => message.id))).toEqual(new Set(ids));
		expect(await ports.events.due(noon, 100)).toEqual([]);
	});

	it('a record that fails is told and stays due, and holds up no other', async () => {
		for (const id of ['good', 'bad']) await ports.events.insert(sampleRecord({ id }), noon);
		const down = new Error('the queue is down');
		const queue: Store['queue'] = {
			...ports.queue,
			send: async (messages) => (messages[0]?.id === 'bad' ? Promise.reject(down) : ports.queue.send(messages)),
		};
		expect(await sweep({ ...ports, queue, now: noon })).toEqual({ due: 2, errors: [down] });
		expect((await ports.events.due(noon, 10)).map(({ id }) => id)).toEqual(['bad']);
	});

	it('the timer sends more than one batch at once, says that it sent, and removes what expired', async () => {
		await ports.events.insert(sampleRecord({ id: 'old', functions: {}, expiresAt: noon - week }), noon - 2 * week);
		for (let index = 0; index < 101; index += 1) await ports.events.insert(sampleRecord({ id: `evt_${index}` }), noon);
		const errors: unknown[] = [];
		const sent = new Promise<void>((resolve) => {
			const sweeping = startSweep({
				store: ports,
				now: () => noon,
				onError: (error) => errors.push(error),
				onSent: () => void sweeping.stop().then(resolve),
			});
		});
		await sent;
		expect(await ports.queue.take({ now: noon, until: noon + 1 }, [name], 200)).toHaveLength(101);
		expect([errors, await ports.events.get({ source: 'stripe', id: 'old' })]).toEqual([[], undefined]);
	});
});
