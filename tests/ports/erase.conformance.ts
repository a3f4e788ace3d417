import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sweep } from '../../src/clouds/sweep.ts';
import type { Blobs, EventRecords, Queue } from '../../src/webhook/ports.ts';
import type { EventRecord } from '../../src/webhook/record.ts';
import { keyOfRecord, noon, sampleRecord, sampleRun } from './sample-record.ts';

type Ports = { readonly events: EventRecords; readonly blobs: Blobs; readonly queue: Queue };

const blob = 'stripe/0a1b';
const bytes = Buffer.from('{"id":"evt_1"}');
const over = noon + 3_600_000;
const done = sampleRun({ status: 'done', sent: true });
/** Two events of one delivery, whose bytes are in blobs. */
const first = sampleRecord({ id: 'first', body: { blob }, eraseAt: over, functions: { ledger: done } });
const second = sampleRecord({ id: 'second', body: { blob }, eraseAt: over, index: 1, functions: { ledger: done } });

/** What every cloud does with an event that a source keeps for less long than its id. */
export function eraseConformance(name: string, open: () => Promise<Ports & { readonly close: () => unknown }>): void {
	describe(`an event of ${name} whose time is over`, () => {
		let opened: Awaited<ReturnType<typeof open>>;
		beforeEach(async () => {
			opened = await open();
			await opened.blobs.put(blob, bytes);
		});
		afterEach(() => void opened.close());

		const keep = async (...records: readonly EventRecord[]) => {
			for (const record of records) await opened.events.insert(record, noon);
		};
		const sweepAt = (now: number) => sweep({ ...opened, now });
		const forgotten = async (record: EventRecord) => (await opened.events.get(keyOfRecord(record)))?.forgottenAt;

		it('is erased by the sweep, and its id is still known', async () => {
			const held = sampleRecord({ eraseAt: over, functions: { ledger: done } });
			await keep(held);

			expect(await sweepAt(over - 1)).toEqual({ due: 0, errors: [] });
			expect(await sweepAt(over)).toEqual({ due: 1, errors: [] });
			expect(await sweepAt(over)).toEqual({ due: 0, errors: [] });

			const left = await opened.events.get(keyOfRecord(held));
			expect(left).toMatchObject({
				forgottenAt: over,
				body: Buffer.alloc(0),
				headers: {},
				query: '',
				functions: { ledger: { status: 'done' } },
			});
			expect((await opened.events.insert(held, over)).existing).toEqual(left);
		});

		it('stays while a function waits for it, and goes once that has ended', async () => {
			const waiting = sampleRecord({ eraseAt: over, functions: { ledger: sampleRun({ sent: true, dueAt: over + 60_000 }) } });
			await keep(waiting);

			await sweepAt(over);
			const before = await forgotten(waiting);
			await opened.events.claim(keyOfRecord(waiting), 'ledger', { now: over, until: over + 1000 });
			await opened.events.settle(keyOfRecord(waiting), 'ledger', 1, { status: 'done', at: over + 1 });
			await sweepAt(over + 1);

			expect([before, await forgotten(waiting)]).toEqual([undefined, over + 1]);
		});

		it('takes its bytes in blobs along, with the last event of its delivery', async () => {
			await keep(first, second);

			await sweepAt(over);

			expect([await forgotten(first), await forgotten(second), await opened.blobs.get(blob)]).toEqual([over, over, undefined]);
		});

		it('leaves its bytes to another event of its delivery that a function waits for', async () => {
			const waiting = { ...second, functions: { ledger: sampleRun({ sent: true, dueAt: over + 60_000 }) } };
			await keep(first, waiting);

			await sweepAt(over);

			expect([await forgotten(first), await forgotten(waiting), await opened.blobs.get(blob)]).toEqual([over, undefined, bytes]);
		});

		it('looks for who needs the bytes of a delivery once, however many events it held', async () => {
			const batch = Array.from({ length: 20 }, (_, index) => ({ ...first, id: `evt_${index}`, index }));
			await keep(...batch);
			let walks = 0;
			const walk: EventRecords['walk'] = (filter) => {
				walks += 1;
				return opened.events.walk(filter);
			};

			await sweep({ ...opened, events: { ...opened.events, walk }, now: over });

			expect([walks, await opened.blobs.get(blob)]).toEqual([1, undefined]);
			expect(await Promise.all(batch.map(forgotten))).toEqual(batch.map(() => over));
		});

		it('is left to a new copy that takes its place before the sweep comes to it, with the bytes that this one brought', async () => {
			const copy = {
				...first,
				receivedAt: over,
				expiresAt: 2 * over,
				eraseAt: 2 * over,
				functions: { ledger: sampleRun({ dueAt: 2 * over }) },
			};
			await keep({ ...first, expiresAt: over });
			const due: EventRecords['due'] = async (...given) => {
				const found = await opened.events.due(...given);
				await opened.blobs.put(blob, bytes);
				await opened.events.insert(copy, over);
				return found;
			};

			expect(await sweep({ ...opened, events: { ...opened.events, due }, now: over })).toEqual({ due: 1, errors: [] });

			expect(await opened.events.get(keyOfRecord(copy))).toEqual(copy);
			expect(await opened.blobs.get(blob)).toEqual(bytes);
		});

		it('is erased in the next round where the bytes could not be removed', async () => {
			await keep(first);
			const remove = () => Promise.reject(new Error('out of reach'));

			const failed = await sweep({ ...opened, blobs: { ...opened.blobs, remove }, now: over });
			const between = await forgotten(first);
			await sweepAt(over);

			expect([failed.errors.length, between, await forgotten(first), await opened.blobs.get(blob)]).toEqual([
				1,
				undefined,
				over,
				undefined,
			]);
		});
	});
}
