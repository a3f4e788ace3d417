import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Exchange, exchange } from '../../../src/clouds/exchange.ts';
import { createClient } from '../../../src/clouds/google/client.ts';
import { documentId } from '../../../src/clouds/google/documents.ts';
import { offerConformance } from '../../ports/offer.conformance.ts';
import { type FakeGoogle, startFakeGoogle } from './fake-google.ts';
import { cloudOf, deployStage, documentsOf } from './fake-stage.ts';

let fake: FakeGoogle;
beforeAll(async () => {
	fake = await startFakeGoogle();
});
afterAll(() => fake.close());

const name = 'TELLER_WEBHOOK_SECRET';
const names = [name, 'OTHER_WEBHOOK_SECRET'];
const minute = 60_000;
const asked = (path: string) => fake.asked.filter((one) => one.path.includes(path)).length;

describe('secrets of Google', () => {
	it('that the environment has are known without a request, for five minutes', async () => {
		let now = 0;
		const { env, prefix } = deployStage(fake);
		fake.setSecret(name, 'new', prefix);
		const { secrets } = cloudOf({ ...env, [name]: 'old' }, { now: () => now });

		const first = [await secrets.get(name), asked(`${prefix}${name}/`)];
		now = 5 * minute;

		expect([first, await secrets.get(name), asked(`${prefix}${name}/`)]).toEqual([['old', 0], 'new', 1]);
	});

	it('that were rotated are read when a signature did not fit, once a minute at most, and need no deployment', async () => {
		let now = 0;
		const { env, prefix } = deployStage(fake);
		fake.setSecret(name, 'new', prefix);
		fake.setSecret(`${name}_PREVIOUS`, 'old', prefix);
		const { secrets } = cloudOf({ ...env, [name]: 'old' }, { now: () => now });

		const changed = [await secrets.refresh(name), await secrets.refresh(name)];
		now = minute;
		changed.push(await secrets.refresh(name));

		expect(changed).toEqual([true, false, false]);
		expect([await secrets.get(name), await secrets.get(`${name}_PREVIOUS`), asked(`${prefix}${name}/`)]).toEqual(['new', 'old', 2]);
	});

	it('that the environment has stay known where Secret Manager does not let them be read, and another is none', async () => {
		const { env } = deployStage(fake);
		const denied = { error: { code: 403, message: `Permission denied`, status: 'PERMISSION_DENIED' } };
		const way: Exchange = async (origin, outgoing, timeoutMillis) =>
			outgoing.path.endsWith(':access')
				? { status: 403, headers: {}, body: Buffer.from(JSON.stringify(denied)) }
				: await exchange(origin, outgoing, timeoutMillis);
		const { secrets } = cloudOf({ ...env, [name]: 'given' }, { client: createClient({ env, way }) });

		await expect(secrets.refresh(name)).rejects.toThrow('secretmanager: PERMISSION_DENIED (403)');
		expect([await secrets.get(name), await secrets.get('OTHER_WEBHOOK_SECRET')]).toEqual(['given', undefined]);
	});

	it('that are not there are none; that can not be asked for are an error', async () => {
		const { cloud } = deployStage(fake, [], [name]);

		expect([await cloud().secrets.get(name), await cloud().secrets.get('NO_WEBHOOK_SECRET')]).toEqual([undefined, undefined]);
		fake.down.add('secretmanager');
		await expect(cloud().secrets.get(name)).rejects.toThrow('secretmanager: UNAVAILABLE (503)');
		fake.down.delete('secretmanager');
	});
});

describe('a secret that is offered', () => {
	offerConformance(async () => {
		const { cloud } = deployStage(fake, [], names);
		return { one: cloud().secrets, other: cloud().secrets, close: async () => {} };
	});

	it('waits for another offer that never came to an end, for five minutes', async () => {
		let now = Date.now();
		const { env, prefix } = deployStage(fake, [], names);
		const until = { doubleValue: now + 5 * minute };
		await documentsOf(env).put('openings', documentId('offer', name), {
			fields: { token: { stringValue: 'of a process that is gone' }, until },
		});
		const { secrets } = cloudOf(env, { now: () => now });

		const early = await secrets.offer(name, 'second');
		now += 5 * minute;

		expect([early, fake.secret(name, prefix), await secrets.offer(name, 'second'), fake.secret(name, prefix)]).toEqual([
			false,
			undefined,
			true,
			'second',
		]);
	});

	it('while an operator sets one is not kept', async () => {
		const { env, prefix } = deployStage(fake, [], names);
		const ask = createClient({ env });
		const client: typeof ask = async (request) => {
			if (request.path.endsWith(':commit')) fake.setSecret(name, 'of the operator', prefix);
			return await ask(request);
		};

		expect([await cloudOf(env, { client }).secrets.offer(name, 'offered'), fake.secret(name, prefix)]).toEqual([false, 'of the operator']);
	});

	it('for a name that the deployment has no secret for is an error, and holds up no other', async () => {
		const { env, cloud } = deployStage(fake);

		await expect(cloud().secrets.offer(name, 'first')).rejects.toThrow('secretmanager: NOT_FOUND (404)');

		expect(await documentsOf(env).get('openings', documentId('offer', name))).toBeUndefined();
	});
});
