import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeMessage, keyOf, messageFor } from '../../src/webhook/message.ts';
import { traceparent } from '../local-platform.ts';
import { noon, sampleRecord } from '../ports/sample-record.ts';

it('a message names an event and a function as a CloudEvent, and holds nothing of the body', () => {
	expect(messageFor(sampleRecord(), 'invoice-paid')).toEqual({
		specversion: '1.0',
		id: 'evt_1',
		source: '/webhooks/stripe',
		type: 'invoice.paid',
		time: new Date(noon).toISOString(),
		traceparent,
		function: 'invoice-paid',
	});
});

it('a message has no trace where its record has none', () => {
	expect(messageFor(sampleRecord({ traceparent: '' }), 'f')).not.toHaveProperty('traceparent');
});

it('a message says where the bytes are that its record does not hold', () => {
	expect(messageFor(sampleRecord({ body: { blob: 'stripe/x' } }), 'f').dataref).toBe('stripe/x');
});

it('any id, type and function are told in ASCII, and read again as they were', () => {
	const text = fc.string({ unit: 'binary' });
	const source = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);

	fc.assert(
		fc.property(source, text, text, text, (from, id, type, name) => {
			const message = messageFor(sampleRecord({ source: from, id, type }), name);
			const encoded = encodeMessage(message);
			expect(encoded).toMatch(/^[\x20-\x7e]*$/);
			expect(JSON.parse(encoded)).toEqual(message);
			expect(keyOf(JSON.parse(encoded))).toEqual({ source: from, id });
		}),
	);
});
