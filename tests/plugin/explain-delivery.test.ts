import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { explain } from '../../src/plugin/explain-delivery.ts';
import { makeUpSecrets } from '../../src/plugin/local/made-up-secrets.ts';
import { github } from '../../src/providers/github.ts';
import { providers } from '../../src/providers/providers.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { receive } from '../../src/receive.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { type Routes, type Source, secretName } from '../../src/webhook/source.ts';
import { genuine, json } from '../diagnosis/genuine.ts';
import { deliver, localPlatform } from '../local-platform.ts';
import { sampleRecord } from '../ports/sample-record.ts';
import { deliveryOf, kinds, samplesOf } from '../providers/deliveries.ts';
import { routes, type TestDesk, testDesk } from './commands/test-desk.ts';

let test: TestDesk;
beforeEach(() => {
	test = testDesk();
});
afterEach(async () => {
	await test.close();
	for (const name of Object.keys(process.env)) if (/^(STRIPE|GITHUB|PARTNER|SVIX)_(WEBHOOK|API)_/.test(name)) delete process.env[name];
});

it('the steps are those of the endpoint, in their order', async () => {
	const text = readFileSync(join(import.meta.dirname, '../../src/receive.ts'), 'utf8');
	const [, head = ''] = /const head = [^[]*\[\]? => \[([\s\S]*?)\n\];/.exec(text.replace('readonly Step[] =>', '[] =>')) ?? [];
	const names = [...head.matchAll(/^\t(\w+)\(/gm)].map(([, name = '']) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
	process.env.STRIPE_WEBHOOK_SECRET = 'whsec_any';

	const { steps } = await explain(await genuine(stripe, { secret: 'whsec_any' }), test.desk().source('stripe'), test.desk());

	expect(names.length).toBeGreaterThan(8);
	// The one that has nothing to do before a delivery is refused.
	expect(['format-errors', ...steps.map(({ name }) => name)]).toEqual(names);
});

describe.each(kinds.map((provider) => [provider.id, provider] as const))(
	'of a delivery of %s it says what the endpoint does',
	(id, provider) => {
		const source: Source = { name: id, provider: id, maxBody: 100_000, options: { header: 'x-signature', timestamp: 'x-timestamp' } };
		const own: Routes = {
			...routes,
			sources: { [id]: source },
			routes: [{ function: id, source: id, ack: 'stored', path: `/webhooks/${id}` }],
		};
		const [sample] = samplesOf(provider);
		if (sample === undefined) throw new Error('no sample');

		const spoilings: readonly (readonly [string, (signed: Delivery) => Delivery])[] = [
			['as it was signed', (signed) => signed],
			['unsigned', () => deliveryOf(sample, 'id-1')],
			['with another body', (signed) => ({ ...signed, rawBody: Buffer.concat([signed.rawBody, Buffer.from(' ')]) })],
			['an hour later', (signed) => ({ ...signed, receivedAt: signed.receivedAt + 3_600_000 })],
			['of another content type', (signed) => ({ ...signed, headers: { ...signed.headers, 'content-type': 'x/y' } })],
			['by PUT', (signed) => ({ ...signed, method: 'PUT' })],
			['that is too large', (signed) => ({ ...signed, rawBody: Buffer.alloc(100_001) })],
		];

		it('whatever was done to it', async () => {
			makeUpSecrets([source], providers, test.dataDir);
			const name = secretName(id, 'WEBHOOK_SECRET');
			const desk = test.desk(own);
			const { signing, verifying } = await desk.secrets.pair(name);
			const on = localPlatform(id, own.routes, own.sources);
			on.secrets.set(name, verifying);
			const handler = receive(providers[id] ?? provider, on);
			const signed = { ...(await provider.scheme.sign(deliveryOf(sample, 'id-1'), signing)), remoteAddress: '' };

			const explained: unknown[] = [];
			const done: unknown[] = [];
			for (const [given, spoil] of spoilings) {
				const { accepted, code, detail, steps } = await explain(spoil(signed), desk.source(id), desk);
				const failed = steps.filter(({ outcome }) => outcome === 'failed').length;
				explained.push([given, accepted, code, accepted ? undefined : detail, failed]);
				on.lines.length = 0;
				const { status } = await deliver(handler, spoil(signed));
				const line = JSON.parse(on.lines[0]?.replace(/^[^{]*/, '') ?? '{}');
				done.push([given, status < 300, line.code, line.detail, status < 300 ? 0 : 1]);
			}
			on.close();

			expect(explained).toEqual(done);
		});
	},
);

describe('what is explained', () => {
	const about = async (delivery: Delivery, name = 'stripe') => explain(delivery, test.desk().source(name), test.desk());

	it('leaves nothing in the store, be it authentic or not to be read', async () => {
		process.env.STRIPE_WEBHOOK_SECRET = 'whsec_any';
		await test.keep();

		const { code, detail } = await about(await genuine(stripe, { secret: 'whsec_any', body: '{"id"' }));

		expect([code, detail]).toEqual(['body-malformed', expect.stringMatching(/^sha256:/)]);
		expect(await test.withStore((store) => store.events.list({}))).toEqual([]);
	});

	it.each([
		['current', 'whsec_b', 'whsec_a'],
		['previous', 'whsec_a', 'whsec_b'],
	])('says that the %s secret fits', async (secret, current, previous) => {
		process.env.STRIPE_WEBHOOK_SECRET = current;
		process.env.STRIPE_WEBHOOK_SECRET_PREVIOUS = previous;

		const explained = await about(await genuine(stripe, { secret: 'whsec_b', body: '{"id":"evt_1","type":"a"}' }));

		expect(explained).toMatchObject({ accepted: true, secret });
	});

	it('names the source whose secret fits, and the one that a delivery was meant for', async () => {
		process.env.STRIPE_WEBHOOK_SECRET = 'whsec_a';
		process.env.GITHUB_WEBHOOK_SECRET = 'b';

		const explained = await about(await genuine(github, { secret: 'b' }));

		expect(explained.diagnosis).toMatchObject({ code: 'meant-for-another-source', detail: 'github would believe it', proved: true });
	});

	it('says how to set a secret that is not, and asks for no other', async () => {
		const explained = await about(await genuine(stripe, { secret: 'whsec_a' }));

		expect(explained).toMatchObject({ accepted: false, code: 'secret-unusable', detail: 'no secret is set' });
	});

	it('compares accounts with the latest events of the source', async () => {
		process.env.GITHUB_WEBHOOK_SECRET = 'b';
		await test.keep(sampleRecord({ source: 'github', headers: { 'x-github-hook-id': '1' } }));

		const of = async (hook: string) =>
			(await about(await genuine(github, { secret: 'a', headers: { ...json, 'x-github-hook-id': hook } }), 'github')).diagnosis?.code;

		expect([await of('1'), await of('2')]).toEqual([undefined, 'account-differs']);
	});

	it('holds an API key and a content type to the source as the endpoint does', async () => {
		process.env.PARTNER_WEBHOOK_SECRET = 'a';
		process.env.PARTNER_API_KEY = 'key';

		const explained = await about(await genuine(stripe, { secret: 'whsec_a' }), 'partner');

		expect(explained).toMatchObject({ code: 'credentials-invalid', detail: 'API_KEY: absent' });
		expect(explained.diagnosis).toBeUndefined();
	});
});
