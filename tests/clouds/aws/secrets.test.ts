import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { jsonCall } from '../../../src/clouds/aws/call-json.ts';
import { createClient } from '../../../src/clouds/aws/client.ts';
import { createSecrets } from '../../../src/clouds/aws/secrets.ts';
import { readSecrets } from '../../../src/middleware/read-secrets.ts';
import { verifySignature } from '../../../src/middleware/verify-signature.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import type { Secrets } from '../../../src/webhook/secrets.ts';
import { delivery, nowhere } from '../../local-platform.ts';
import { outcomeOf, passage } from '../../middleware/passage.ts';
import { offerConformance } from '../../ports/offer.conformance.ts';
import { keys } from './emulators.ts';
import { type FakeSsm, startFakeSsm } from './fake-ssm.ts';
import { startUnreliableWay } from './unreliable-way.ts';

const name = 'STRIPE_WEBHOOK_SECRET';
const prefix = '/shop/prod/';
const minute = 60_000;
let ssm: FakeSsm;
let time: number;
let secrets: Secrets;
beforeEach(async () => {
	ssm = await startFakeSsm();
	time = 0;
	secrets = createSecrets({
		ssm: jsonCall(createClient({ env: { ...keys, AWS_ENDPOINT_URL_SSM: ssm.url } }), 'ssm'),
		prefix,
		now: () => time,
	});
});
afterEach(() => ssm.close());

const put = (value: string, of = name) => ssm.parameters.set(prefix + of, value);
const both = () => readSecrets(secrets, 'stripe', 'WEBHOOK_SECRET');

describe('a secret', () => {
	it('is read with its previous value in one call, which all who ask at once share', async () => {
		put('new');
		put('old', `${name}_PREVIOUS`);

		const all = await Promise.all(Array.from({ length: 20 }, both));

		expect(all).toEqual(Array(20).fill(['new', 'old']));
		expect(ssm.asked.map(({ body }) => JSON.parse(body).Names)).toEqual([[prefix + name, `${prefix + name}_PREVIOUS`]]);
	});

	it('that is not there is undefined, and so is one of another stage', async () => {
		ssm.parameters.set(`/shop/dev/${name}`, 'other');

		expect([await secrets.get(name), await secrets.get(name)]).toEqual([undefined, undefined]);
		expect(ssm.asked).toHaveLength(1);
	});

	it('is kept for five minutes, and read anew then', async () => {
		put('first');
		await secrets.get(name);
		put('second');

		time = 5 * minute - 1;
		expect(await secrets.get(name)).toBe('first');
		time = 5 * minute;
		expect(await secrets.get(name)).toBe('second');
	});

	it('of a store that can not be reached is an error, never an old value, and is asked for again by the next', async () => {
		put('first');
		await secrets.get(name);
		time = 5 * minute;
		ssm.down = true;

		await expect(secrets.get(name)).rejects.toThrow('ssm: AccessDeniedException (400)');
		ssm.down = false;
		expect(await secrets.get(name)).toBe('first');
	});
});

describe('refresh', () => {
	it('says whether the value or its previous one changed, and keeps what it read', async () => {
		put('first');
		await secrets.get(name);

		expect(await secrets.refresh(name)).toBe(false);
		time = minute;
		put('second');
		put('first', `${name}_PREVIOUS`);
		expect(await secrets.refresh(name)).toBe(true);
		expect(await both()).toEqual(['second', 'first']);
	});

	it('reads once for all who ask meanwhile, tells all of them, and then not again for a minute', async () => {
		put('first');
		await both();
		put('second');

		const told = await Promise.all(Array.from({ length: 20 }, () => secrets.refresh(name)));
		time = minute - 1;
		const later = await secrets.refresh(name);

		expect([told, later, ssm.asked.length]).toEqual([Array(20).fill(true), false, 2]);
		time = minute;
		await secrets.refresh(name);
		expect(ssm.asked).toHaveLength(3);
	});

	it('that fails takes nothing away, and fails for the rest of its minute without asking', async () => {
		put('first');
		await both();
		ssm.down = true;

		await expect(secrets.refresh(name)).rejects.toThrow('ssm');
		await expect(secrets.refresh(name)).rejects.toThrow('ssm');
		expect([await secrets.get(name), ssm.asked.length]).toEqual(['first', 2]);
	});

	it('of one name leaves the others as they are', async () => {
		put('other', 'GITHUB_WEBHOOK_SECRET');
		await secrets.get('GITHUB_WEBHOOK_SECRET');

		await secrets.refresh(name);

		expect(ssm.asked.flatMap(({ body }) => JSON.parse(body).Names)).toEqual([
			`${prefix}GITHUB_WEBHOOK_SECRET`,
			prefix + name,
			`${prefix + name}_PREVIOUS`,
		]);
	});
});

describe('a delivery', () => {
	const signed = (secret: string) => passage({ delivery: stripe.scheme.sign(delivery(), secret) });
	const verify = (event: ReturnType<typeof passage>) => outcomeOf(verifySignature({ secrets, outside: nowhere }), event);

	it('signed with a secret that was rotated a moment ago is believed, and so is one with the previous', async () => {
		put('whsec_old');
		expect(await verify(signed('whsec_old'))).toBeUndefined();
		put('whsec_new');
		put('whsec_old', `${name}_PREVIOUS`);

		const outcomes = [await verify(signed('whsec_new')), await verify(signed('whsec_old'))];

		expect([outcomes, ssm.asked.length]).toEqual([[undefined, undefined], 2]);
	});

	it('whose secret was only now set is believed', async () => {
		expect(await verify(signed('whsec_first'))).toMatchObject({ status: 503, detail: 'no secret is set' });
		put('whsec_first');

		time = minute;

		expect(await verify(signed('whsec_first'))).toBeUndefined();
	});

	it('of a forged flood is refused at the price of one read a minute', async () => {
		put('whsec_real');
		const flood = async () => Promise.all(Array.from({ length: 50 }, () => verify(signed('whsec_forged'))));

		const outcomes = [...(await flood()), ...(await flood())];

		expect(new Set(outcomes.map((outcome) => outcome?.code))).toEqual(new Set(['signature-invalid']));
		expect(ssm.asked).toHaveLength(2);
	});

	it('is 503 while the store can not be reached and nothing is kept', async () => {
		ssm.down = true;

		expect(await verify(signed('whsec_real'))).toMatchObject({ status: 503, code: 'secret-unusable' });
	});

	it('that is genuine passes while the store can not be reached, however many forged ones come', async () => {
		put('whsec_real');
		await verify(signed('whsec_real'));
		ssm.down = true;

		expect(await verify(signed('whsec_forged'))).toMatchObject({ status: 503 });
		expect(await verify(signed('whsec_real'))).toBeUndefined();
	});
});

describe('a secret that a sender offers', () => {
	const connect = (url: string) =>
		createSecrets({ ssm: jsonCall(createClient({ env: { ...keys, AWS_ENDPOINT_URL_SSM: url } }), 'ssm'), prefix, now: () => time });
	offerConformance(async () => ({ one: connect(ssm.url), other: connect(ssm.url), close: async () => {} }));

	it('is put as a SecureString that may not take the place of another', async () => {
		await secrets.offer(name, 'offered');

		expect(ssm.asked.map(({ headers, body }) => [headers['x-amz-target'], JSON.parse(body)])).toEqual([
			['AmazonSSM.PutParameter', { Name: prefix + name, Value: 'offered', Type: 'SecureString', Overwrite: false }],
		]);
	});

	it('whose answer got lost is kept, and said to be', async () => {
		const way = await startUnreliableWay(ssm.url);
		way.spoil('PutParameter', 'lose the answer');

		const kept = await connect(way.url).offer(name, 'offered');

		expect([kept, way.asked('PutParameter'), ssm.parameters.get(prefix + name)]).toEqual([true, 2, 'offered']);
		await way.close();
	});

	it('is not kept, and not said to be, while the store can not be reached', async () => {
		ssm.down = true;

		await expect(secrets.offer(name, 'offered')).rejects.toThrow(/^ssm: AccessDeniedException \(400\)$/);
		expect(ssm.parameters.size).toBe(0);
	});
});
