import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Message, messageFor } from '../../src/webhook/message.ts';
import type { Queue } from '../../src/webhook/ports.ts';
import type { Opened } from './events.conformance.ts';
import { sampleRecord } from './sample-record.ts';

/** A queue, and a look into it. `waiting` and `letters` are in no particular order. */
export type WatchedQueue = Queue & {
	readonly waiting: (name: string) => Promise<readonly Message[]>;
	readonly letters: (name: string) => Promise<readonly { readonly message: Message; readonly reason: string }[]>;
};

/** What every cloud's Queue must do: each sentence of the port's documentation is a row. */
export function queueConformance(open: () => Promise<Opened<WatchedQueue>>): void {
	let opened: Opened<WatchedQueue>;
	let queue: WatchedQueue;
	beforeEach(async () => {
		opened = await open();
		queue = opened.one;
	});
	afterEach(() => opened.close());

	const paid = messageFor(sampleRecord(), 'invoice-paid');
	const booked = messageFor(sampleRecord(), 'ledger');

	it('a message waits in the queue of its function, and in no other', async () => {
		await queue.send([paid, booked]);
		expect(await queue.waiting('invoice-paid')).toEqual([paid]);
		expect(await queue.waiting('ledger')).toEqual([booked]);
		expect(await queue.waiting('other')).toEqual([]);
	});

	it('a message comes out as it went in, whatever its id holds', async () => {
		const ids = ['é', '\u{1f600}', '\u0000', '"', '\\', '\ud800'];
		const messages = ids.map((id) => messageFor(sampleRecord({ id, body: { blob: `stripe/${id}` } }), 'ledger'));
		await queue.send(messages);
		expect(new Set(await queue.waiting('ledger'))).toEqual(new Set(messages));
	});

	it('nothing sent is no error', async () => {
		await expect(queue.send([])).resolves.toBeUndefined();
	});

	it('20 sends at once, over two connections, are 20 messages', async () => {
		const messages = Array.from({ length: 20 }, (_, index) => messageFor(sampleRecord({ id: `evt_${index}` }), 'ledger'));
		await Promise.all(messages.map((message, index) => (index % 2 ? opened.one : opened.other).send([message])));
		expect(new Set(await queue.waiting('ledger'))).toEqual(new Set(messages));
	});

	it('a dead letter has its reason without the names of fields, which are the payload’s', async () => {
		await queue.bury(paid, 'payload does not fit: customers.a@b.example: expected number');
		expect(await queue.letters('invoice-paid')).toEqual([{ message: paid, reason: 'payload does not fit' }]);
	});

	it('a buried message is a dead letter of its function with its reason, and waits no more', async () => {
		await queue.bury(paid, 'failed 8 times');
		expect(await queue.letters('invoice-paid')).toEqual([{ message: paid, reason: 'failed 8 times' }]);
		expect(await queue.letters('ledger')).toEqual([]);
		expect(await queue.waiting('invoice-paid')).toEqual([]);
	});
}
