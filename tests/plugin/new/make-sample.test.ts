import { describe, expect, it } from '@jest/globals';
import { makeSample } from '../../../src/plugin/new/make-sample.ts';
import { described, typesOf } from '../../providers/deliveries.ts';

const provider = (id: string) => {
	const found = described.find((one) => one.id === id);
	if (found === undefined) throw new Error(`there is no provider ${id}`);
	return found;
};

describe('a sample that is made of another', () => {
	it.each([
		['stripe', 'charge.refunded', {}, '{"id":"evt_{{id}}","data":{"object":{}},"type":"charge.refunded"}'],
		['github', 'issues', { 'x-github-event': 'issues' }, '{}'],
		['shopify', 'orders/paid', { 'x-shopify-topic': 'orders/paid' }, '{}'],
		['standard-webhooks', 'invoice.paid', {}, '{"type":"invoice.paid","data":{}}'],
		['sendgrid', 'click', {}, '[{"event":"click","sg_event_id":"click-{{id}}"}]'],
		['hmac', 'order.shipped', {}, '{"id":"{{id}}","type":"order.shipped"}'],
	])('of %s for %s holds only what its provider needs', async (id, type, headers, body) => {
		const sample = await makeSample(provider(id), type);

		expect(sample).toMatchObject({ type, headers });
		expect(sample?.body).toBe(body);
	});

	it('is none where the type is not written in the frame', async () => {
		expect(await makeSample(provider('twilio'), 'message.delivered')).toBeUndefined();
	});

	it.each(['stripe', 'github', 'shopify', 'sendgrid'])('there is one for each type that %s sends', async (id) => {
		const types = typesOf(provider(id)) ?? [];
		const made = await Promise.all(types.map((type) => makeSample(provider(id), type)));

		expect(types.length).toBeGreaterThan(0);
		expect(made.map((sample) => sample?.type)).toEqual(types);
	});
});
