import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { answerOpenHandshake } from '../../src/middleware/answer-handshake.ts';
import { checkAddress } from '../../src/middleware/check-address.ts';
import type { Cloud } from '../../src/webhook/ports.ts';
import { offer, secretOfTeller, teller } from '../bringing-provider.ts';
import { localPlatform, type TestPlatform } from '../local-platform.ts';
import { failing, outcomeOf, passage } from './passage.ts';

const opened = 1_700_000_000_000;
const tenMinutes = 10 * 60_000;
const [mine, theirs] = ['a-secret-of-the-sender', 'a-secret-of-a-stranger'];
const source = { name: 'teller', provider: 'teller', maxBody: 1024 };

let on: TestPlatform;
beforeEach(() => {
	on = localPlatform('teller', [], { teller: {} });
});
afterEach(() => on.close());

const open = () => on.cloud.openings.open('teller', opened + tenMinutes);
const ask = (secret: string, changes: Partial<Cloud> = {}) =>
	outcomeOf(
		answerOpenHandshake({ ...on.cloud, now: () => opened, ...changes }),
		passage({ source, provider: teller, delivery: offer(secret) }),
	);

describe('a secret that a sender offers', () => {
	it('to a source that is open is kept under its name, sent back, and closes the source', async () => {
		await open();
		const event = passage({ source, provider: teller, delivery: offer(mine) });

		const reply = await answerOpenHandshake({ ...on.cloud, now: () => opened }).before?.({ event });

		expect(reply).toEqual({ status: 200, headers: { 'x-hook-secret': mine }, body: '' });
		expect([[...on.secrets], await on.cloud.openings.get('teller')]).toEqual([[[secretOfTeller, mine]], undefined]);
	});

	it('to a source that nobody opened is refused, and nothing is kept', async () => {
		await on.cloud.openings.open('teller-eu', opened + tenMinutes);

		expect(await ask(mine)).toEqual({ status: 403, code: 'handshake-refused', detail: 'the source is not open for a secret' });
		expect(on.secrets.size).toBe(0);
	});

	it('within ten minutes is taken, and at ten minutes exactly is not', async () => {
		await open();

		const late = await ask(mine, { now: () => opened + tenMinutes });
		const inTime = await ask(theirs, { now: () => opened + tenMinutes - 1 });

		expect([late?.status, inTime?.status, on.secrets.get(secretOfTeller)]).toEqual([403, 200, theirs]);
	});

	it('where one is set already is refused, and that one stays', async () => {
		await open();
		on.secrets.set(secretOfTeller, mine);

		expect(await ask(theirs)).toEqual({ status: 403, code: 'handshake-refused', detail: 'another secret is set already' });
		expect([...on.secrets]).toEqual([[secretOfTeller, mine]]);
	});

	it('after another was taken is refused, however often it is offered', async () => {
		await open();
		await ask(mine);

		const outcomes = await Promise.all(Array.from({ length: 50 }, () => ask(theirs)));

		expect(new Set(outcomes.map((outcome) => outcome?.status))).toEqual(new Set([403]));
		expect(on.secrets.get(secretOfTeller)).toBe(mine);
	});

	it('at the same time as 20 others is the only one that is taken', async () => {
		await open();
		const secrets = Array.from({ length: 20 }, (_, index) => `a-secret-of-sender-${index}`);

		const outcomes = await Promise.all(secrets.map((secret) => ask(secret)));

		expect(secrets.filter((_, index) => outcomes[index]?.status === 200)).toEqual([on.secrets.get(secretOfTeller)]);
		expect(outcomes.filter((outcome) => outcome?.status === 403)).toHaveLength(19);
	});

	it.each(['short', 'a secret with spaces', 'x'.repeat(257), 'a-secret-with-\u00fc-in-it'])(
		'that is none (%j) is refused, and the source stays open',
		async (text) => {
			await open();

			expect(await ask(text)).toMatchObject({ status: 403, detail: 'what is offered is no secret' });
			expect([on.secrets.size, await on.cloud.openings.get('teller')]).toEqual([0, opened + tenMinutes]);
		},
	);
});

it.each([
	['203.0.113.7', 200],
	['203.0.114.7', 403],
])('an offer to a source that lists its senders’ addresses, from %s, is answered %i', async (remoteAddress, status) => {
	await open();
	const event = passage({
		source: { ...source, authenticate: { ips: ['203.0.113.0/24'] } },
		provider: teller,
		delivery: offer(mine, { remoteAddress }),
	});

	const first = await outcomeOf(checkAddress(), event);
	const outcome = first ?? (await outcomeOf(answerOpenHandshake({ ...on.cloud, now: () => opened }), event));

	expect(outcome).toMatchObject({ status });
	expect(on.secrets.has(secretOfTeller)).toBe(status === 200);
});

describe('while a store is out of reach', () => {
	it.each<[string, (cloud: Cloud) => Partial<Cloud>]>([
		['openings', ({ openings }) => ({ openings: { ...openings, get: failing } })],
		['secrets', ({ secrets }) => ({ secrets: { ...secrets, offer: failing } })],
	])('(%s) an offer is answered 503, and may be made again', async (_, without) => {
		await open();

		expect(await ask(mine, without(on.cloud))).toEqual({ status: 503, code: 'handshake-unfinished', detail: 'out of reach' });
		expect(on.secrets.size).toBe(0);
		expect(await ask(mine)).toEqual({ status: 200 });
	});

	it('a source that can not be closed has its secret, says so, and takes no other one', async () => {
		await open();
		const stuck = { openings: { ...on.cloud.openings, close: failing } };

		const outcomes = [await ask(mine, stuck), await ask(theirs, stuck), await ask(mine, stuck)];

		expect(outcomes.map((outcome) => outcome?.status)).toEqual([200, 403, 200]);
		expect(on.secrets.get(secretOfTeller)).toBe(mine);
	});
});
