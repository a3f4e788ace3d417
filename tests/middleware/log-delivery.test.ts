import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { logDelivery } from '../../src/middleware/log-delivery.ts';
import { receive } from '../../src/receive.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { empty } from '../../src/webhook/reply.ts';
import { secretName } from '../../src/webhook/source.ts';
import { deliver, localPlatform, type TestPlatform } from '../local-platform.ts';
import { deliveryOf, described, samplesOf } from '../providers/deliveries.ts';
import { stripePlatform, verifiedPassage } from './passage.ts';

describe.each(described.map((provider) => [provider.id, provider] as const))('a line about a delivery of %s', (id, provider) => {
	const secret = provider.scheme.generate();
	const [sample] = samplesOf(provider);
	if (sample === undefined) throw new Error(`${id} has no sample`);
	const unsigned = deliveryOf(sample, 'id-1');
	const known = { ...unsigned, headers: { ...unsigned.headers, authorization: 'Bearer very-private', cookie: 'very-private' } };
	const authentic = async () => await provider.scheme.sign(known, secret.signing);
	const withBody = async (rawBody: Buffer) => ({ ...(await authentic()), rawBody });
	/** As it is where it has no place for a proof. */
	const resign = async (rawBody: Buffer) => {
		try {
			return await provider.scheme.sign({ ...known, rawBody }, secret.signing);
		} catch {
			return { ...known, rawBody };
		}
	};
	const disbelieved = async () => {
		if (provider.scheme.covers.body === undefined) return { ...unsigned, headers: { ...unsigned.headers, cookie: 'very-private' } };
		return withBody(Buffer.concat([unsigned.rawBody, Buffer.from('&very-private=1')]));
	};
	const retyped = async () => ({ ...(await authentic()), headers: { ...(await authentic()).headers, 'content-type': 'x/y' } });

	let on: TestPlatform;
	beforeEach(() => {
		on = localPlatform(id, [{ function: id, source: id, ack: 'stored', path: `/webhooks/${id}` }], { [id]: {} });
		on.secrets.set(secretName(id, 'WEBHOOK_SECRET'), secret.verifying);
	});
	afterEach(() => on.close());

	it.each<[string, () => Promise<Delivery>, string]>([
		['accepted', authentic, 'delivery accepted'],
		['refused for its signature', disbelieved, 'signature-invalid'],
		['refused for its content type', retyped, 'delivery refused'],
		['refused for its size', () => resign(Buffer.alloc(1024 * 1024 + 1, 'very-private ')), 'body-too-large'],
		['that can not be read', () => resign(Buffer.from('{"very-private":')), 'delivery refused'],
	])('%s holds nothing of its body, its signature and its secret', async (_, make, said) => {
		const sent = await make();
		await deliver(receive(provider, on), sent);

		expect(on.lines).toHaveLength(1);
		const [line = ''] = on.lines;
		expect(line).toContain(said);
		expect(line).toContain(`"source":"${id}"`);
		const secrets = [
			secret.verifying,
			secret.signing,
			'very-private',
			...provider.scheme.credentials.map((name) => sent.headers[name] ?? 'none'),
		];
		expect(secrets.filter((text) => line.includes(text))).toEqual([]);
		expect(line.length).toBeLessThan(700);
	});
});

it('a line stays short, however long the id and the type are', () => {
	const on = stripePlatform();
	const long = 'x'.repeat(100_000);

	logDelivery({ ...verifiedPassage(), events: [{ id: long, type: long, payload: {} }] }, empty(), on);
	on.close();

	expect(on.lines[0]?.length).toBeLessThan(700);
});
