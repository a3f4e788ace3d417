import { describe, expect, it } from '@jest/globals';
import { dispose } from '../../../src/clouds/azure/dispose.ts';
import type { Messages } from '../../../src/clouds/azure/messages.ts';
import { readEvent } from '../../../src/clouds/azure/read-event.ts';
import { triggerInput } from '../../../src/clouds/azure/trigger-input.ts';
import { encodeMessage, type Message, messageFor } from '../../../src/webhook/message.ts';
import { noon, sampleRecord } from '../../ports/sample-record.ts';
import { contextOf } from './invocation.ts';

const text = encodeMessage(messageFor(sampleRecord(), 'ledger'));
const taken = (message: unknown = text): readonly Message[] => {
	const trigger = readEvent(triggerInput({ kind: 'queue', queue: 'ledger', message }), {
		env: {},
		now: () => noon,
		context: contextOf('ledger'),
	});
	return trigger.kind === 'messages' ? trigger.messages : [];
};
const later = (retryAfterSeconds: number) => [{ done: false, retryAfterSeconds }] as const;

function queue(there = true) {
	const put: unknown[] = [];
	const messages: Pick<Messages, 'put'> = {
		put: async (name, sent, timing) => {
			put.push([name, JSON.parse(sent).copies, timing]);
			return there;
		},
	};
	return { put, messages };
}

describe('a message', () => {
	it('that is done needs nothing', async () => {
		const { put, messages } = queue();

		await dispose(taken(), [{ done: true }], messages);

		expect(put).toEqual([]);
	});

	it.each([
		[0, 0],
		[10, 10],
		[10.2, 11],
		[8 * 24 * 60 * 60, 7 * 24 * 60 * 60],
	])('that is to come again in %d seconds is copied, and hidden for %d', async (seconds, hiddenFor) => {
		const { put, messages } = queue();

		await dispose(taken(), later(seconds), messages);

		expect(put).toEqual([['ledger', 1, { hiddenFor }]]);
	});

	it('that was copied 299 times is copied once more, and then left to the host', async () => {
		const { put, messages } = queue();
		const copied = (copies: number) => taken({ ...JSON.parse(text), copies });

		await dispose(copied(299), later(1), messages);
		await expect(dispose(copied(300), later(1), messages)).rejects.toThrow('a message came 300 times');

		expect(put).toEqual([['ledger', 300, { hiddenFor: 1 }]]);
	});

	it('that is not ours is left to the host, and not copied', async () => {
		const { put, messages } = queue();

		await expect(dispose(taken('text'), later(1), messages)).rejects.toThrow('a message of the queue ledger is not ours');

		expect(put).toEqual([]);
	});

	it('that can not be copied is left to the host', async () => {
		const failing = { put: () => Promise.reject(new Error('out of reach')) };

		await expect(dispose(taken(), later(1), queue(false).messages)).rejects.toThrow('there is no queue ledger');
		await expect(dispose(taken(), later(1), failing)).rejects.toThrow('out of reach');
	});
});
