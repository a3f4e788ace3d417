import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { providers } from '../../src/providers/providers.ts';
import { receive } from '../../src/receive.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import type { Reply } from '../../src/webhook/reply.ts';
import { secretName } from '../../src/webhook/source.ts';
import { sameProof } from '../attack/fuzz/same-proof.ts';
import { arriving, httpEvent, overHttp } from '../http-event.ts';
import { localPlatform } from '../local-platform.ts';
import { delivery, deliveryOf, described, samplesOf } from './deliveries.ts';

/** There are many providers, and each run is a whole delivery. */
const numRuns = 25;

describe.each(described.map((provider) => [provider.id, provider] as const))('%s through the whole chain', (id, provider) => {
	const { scheme } = provider;
	const path = `/webhooks/${id}`;
	const options = { header: 'x-signature', timestamp: 'x-timestamp' };
	const on = overHttp(localPlatform(id, [{ function: id, source: id, ack: 'stored', path }], { [id]: { options } }));
	afterAll(() => on.close());
	const secret = scheme.generate();
	on.secrets.set(secretName(id, 'WEBHOOK_SECRET'), secret.verifying);
	const handler = receive(providers[id] ?? provider, on);
	const post = async (sent: Delivery, base64 = true) => (await handler(httpEvent(sent, base64), {})) as Reply;
	const kept = () => on.cloud.events.list({});
	const sign = async (sent: Delivery) => await scheme.sign(arriving({ ...sent, path }), secret.signing);
	/** Whose proof is in the body, or says something about it, signs no bytes in which that has no place. */
	const signable = (sent: Delivery) => sign(sent).catch((error) => (error instanceof TypeError ? undefined : Promise.reject(error)));
	const samples = samplesOf(provider).map((sample, index) => [sample.type, () => sign(deliveryOf(sample, `id-${index}`))] as const);
	const signing = samples[0]?.[1] ?? (async () => delivery(''));

	it('refuses what is neither signed nor JSON with 401, whatever it is, and keeps nothing', async () => {
		const signed = await signing();
		const type = fc.constantFrom(
			'application/json',
			'text/plain',
			'application/x-www-form-urlencoded',
			'multipart/form-data; boundary=x',
			'',
		);
		const names = fc.constantFrom(
			...scheme.credentials,
			'x-timestamp',
			'webhook-id',
			'x-slack-request-timestamp',
			'authorization',
			'x-other',
		);
		// A token proves whatever it comes with.
		const genuine = scheme.covers.body === undefined ? [] : signatures(signed, provider);
		const headers = fc.dictionary(names, fc.oneof(fc.string(), fc.base64String(), fc.constantFrom('', ...genuine)));

		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), type, headers, fc.boolean(), async (bytes, contentType, given, base64) => {
				const sent = { ...delivery(Buffer.from(bytes), { ...given, 'content-type': contentType }), path };
				const { status, body } = await post(sent, base64);
				expect([status, JSON.parse(body).code]).toEqual([401, 'signature-invalid']);
			}),
			{ numRuns },
		);
		expect(await kept()).toEqual([]);
	});

	it('refuses what was signed with any byte changed with 401, and keeps nothing', async () => {
		if (scheme.covers.body === undefined) return;
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...samples), fc.nat(), fc.integer({ min: 1, max: 255 }), async ([, make], at, flip) => {
				const sample = await make();
				const rawBody = Buffer.from(sample.rawBody);
				rawBody[at % rawBody.length] = (rawBody[at % rawBody.length] ?? 0) ^ flip;
				// Some sign what a body means, or a part of it.
				if (sameProof(provider, sample, { ...sample, rawBody })) return;
				expect((await post({ ...sample, rawBody })).status).toBe(401);
			}),
			{ numRuns },
		);
		expect(await kept()).toEqual([]);
	});

	it.each<[string, (value: string) => string | undefined]>([
		['missing', () => undefined],
		['empty', () => ''],
		['given twice', (value) => `${value},${value}`],
		['given twice, with a space', (value) => `${value}, ${value}`],
		['cut short', (value) => value.slice(0, -1)],
		['followed by junk', (value) => `${value}x`],
		['in other case', (value) => value.toUpperCase()],
		['very long', (value) => value.repeat(1_000)],
	])('refuses a signature that is %s with 401, and keeps nothing', async (_, change) => {
		const [name] = scheme.credentials;
		const signed = await signing();
		// Some prove what they send in the body, all of it or some kinds.
		if (name === undefined || signed.headers[name] === undefined) return;
		const value = change(signed.headers[name] ?? '');
		const { [name]: _removed, ...others } = signed.headers;

		const { status, body } = await post({ ...signed, headers: { ...others, ...(value !== undefined && { [name]: value }) } });

		expect([status, JSON.parse(body).code]).toEqual([401, 'signature-invalid']);
		expect(await kept()).toEqual([]);
	});

	it.each(samples)('takes the bytes of %s as text and as base64 for the same event', async (type, make) => {
		const sample = await make();
		const fromText = [(await post(sample, false)).status, await kept()];
		const fromBase64 = [(await post(sample, true)).status, await kept()];

		expect(fromText[0]).toBe(provider.accepted?.status ?? 200);
		expect(fromBase64).toEqual(fromText);
		const record = (await kept()).find((each) => each.index === 0 && Buffer.isBuffer(each.body) && each.body.equals(sample.rawBody));
		expect(record?.type).toBe(type);
	});

	it('answers any authentic bytes with a row of the table that is no 5xx', async () => {
		const types = fc.constantFrom(...Object.keys(provider.contentTypes));
		const bodies = fc.oneof(
			fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
			fc.json().map(Buffer.from),
		);

		const signed = await signing();
		await fc.assert(
			fc.asyncProperty(types, bodies, async (type, rawBody) => {
				const sent = await signable({ ...signed, query: '', headers: { ...signed.headers, 'content-type': type }, rawBody });
				if (sent === undefined) return;
				// Some can't sign every body, such as Twilio a form that is not UTF-8, or Linear a body without a time.
				const { valid } = await scheme.verify(sent, [secret.verifying]);
				const { status } = await post(sent);
				expect(valid ? [200, 204, 400] : [401]).toContain(status);
			}),
			{ numRuns },
		);
	});
});

function signatures(signed: Delivery, { scheme }: Provider): readonly string[] {
	// A token that signs nothing is genuine with any body.
	return scheme.covers.body === undefined ? [] : scheme.credentials.map((name) => signed.headers[name] ?? '');
}
