import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Desk, openDesk } from '../../src/plugin/commands/desk.ts';
import type { PlaceSecrets } from '../../src/plugin/commands/place.ts';
import { secretsRotate } from '../../src/plugin/commands/secrets-rotate.ts';
import { providers } from '../../src/providers/providers.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { receive } from '../../src/receive.ts';
import type { ReadableSecrets } from '../../src/webhook/secrets.ts';
import { markers, placesOf } from '../attack/markers.ts';
import { deliver, delivery, localPlatform, type TestPlatform } from '../local-platform.ts';

/** What stands between the commands and the stage's store of secrets. */
export type Wrap = <Given extends unknown[], Told>(call: (...given: Given) => Promise<Told>) => (...given: Given) => Promise<Told>;

/** A stage whose store holds no secret yet. */
export type RotatingStage = {
	/** As an operator has them; each request goes through `wrap`. */
	readonly secrets: (wrap: Wrap) => PlaceSecrets;
	/** As an instance has them that has just started. */
	readonly instance: (now?: () => number) => ReadableSecrets;
	readonly close: () => Promise<void>;
};

const name = 'STRIPE_WEBHOOK_SECRET';
const of = (what: string) => `whsec_${what}_${markers.secret}`;
const [old, fresh, fresher] = [of('old'), of('new'), of('newer')];
const hour = 60 * 60_000;
const through: Wrap = (call) => call;

/** What `sls webhook secrets rotate` must do on the stage of every cloud, with the chain that a deployed endpoint runs. */
export function rotateConformance(open: () => Promise<RotatingStage>): void {
	let stage: RotatingStage;
	let on: TestPlatform;
	let printed: string[];
	let posted = 0;
	beforeEach(async () => {
		stage = await open();
		on = localPlatform('stripe', [{ function: 'stripe', source: 'stripe', ack: 'stored', path: '/webhooks/stripe' }], { stripe: {} });
		printed = [];
		await stage.secrets(through).set(name, old, false);
	});
	afterEach(async () => {
		on.close();
		await stage.close();
		process.exitCode = 0;
	});

	const desk = (value: string, wrap: Wrap = through): Desk =>
		openDesk(
			{ routes: on.routes, providers, print: (text) => void printed.push(text), ask: async () => value, confirm: async () => false },
			{
				...{ stage: 'prod', flags: ' --stage prod', url: undefined, publicUrl: undefined },
				...{ hasStore: () => true, withStore: (work) => work(on.cloud), secrets: stage.secrets(wrap) },
			},
		);
	const rotate = async (value = '', wrap: Wrap = through) => {
		process.exitCode = 0;
		await secretsRotate({ source: 'stripe', idle: '1h' }, desk(value, wrap));
		return process.exitCode;
	};
	/** What the real chain answers to what is signed with this. */
	const post = async (secret: string, { secrets = stage.instance(), ago = 0 }: { secrets?: ReadableSecrets; ago?: number } = {}) => {
		posted += 1;
		const body = Buffer.from(`{"id":"evt_${posted}","type":"invoice.paid"}`);
		const sent = stripe.scheme.sign(delivery({ rawBody: body, receivedAt: Date.now() - ago }), secret);
		const cloud = { ...on.cloud, secrets: { ...on.cloud.secrets, ...secrets } };
		return (await deliver(receive(stripe, { ...on, cloud }), sent)).status;
	};
	/** By name, as who may read them reads them. */
	const values = async () => {
		const secrets = stage.secrets(through);
		const names = Object.keys(await secrets.states()).sort();
		return Object.fromEntries(await Promise.all(names.map(async (one) => [one, (await secrets.pair(one)).verifying] as const)));
	};
	/** Two hours ago with the old one, since then with the new one. */
	const becomeIdle = async () => [await post(old, { ago: 2 * hour }), await post(fresh)];

	describe('sls webhook secrets rotate on a stage', () => {
		it('sets a new one beside the old, and says which of the two verifies while the old one is in use', async () => {
			await rotate(fresh);
			const both = await values();
			const came = [await post(old), await post(old), await post(fresh)];

			const code = await rotate();

			expect([both, came, code, await values()]).toEqual([{ [name]: fresh, [`${name}_PREVIOUS`]: old }, [200, 200, 200], 1, both]);
			const said = printed.join('\n');
			expect(said).toContain(`${name} is set on prod, and what it was until now is valid too, as ${name}_PREVIOUS.`);
			expect(said).toContain('npx sls webhook secrets rotate --source stripe --stage prod');
			expect(said).toMatch(/^STRIPE_WEBHOOK_SECRET +1 +20.*\nSTRIPE_WEBHOOK_SECRET_PREVIOUS +2 +20/m);
			expect(placesOf(markers.secret, { said })).toEqual([]);
		});

		it('retires what is idle: it verifies nothing any more, and is kept to tell what was signed with it', async () => {
			await rotate(fresh);
			const came = await becomeIdle();

			const ended = await rotate();

			expect([came, ended, await post(old), await post(fresh)]).toEqual([[200, 200], 0, 401, 200]);
			expect(await values()).toEqual({ [name]: fresh, [`${name}_RETIRED`]: old });
			expect(printed.join('\n')).toContain(`${name}_PREVIOUS is retired`);
			expect(placesOf(markers.secret, { printed: printed.join('\n') })).toEqual([]);
		});

		it('retiring what is retired already changes nothing, and nobody is given what is not there', async () => {
			await rotate(fresh);
			const secrets = stage.secrets(through);
			await secrets.retire(name);

			await secrets.retire(name);

			expect(await values()).toEqual({ [name]: fresh, [`${name}_RETIRED`]: old });
			await expect(secrets.pair(`${name}_PREVIOUS`)).rejects.toMatchObject({ name: 'Mistake' });
		});

		it('works again after that: the next one is new, and what it was until then is valid beside it', async () => {
			await rotate(fresh);
			await becomeIdle();
			await rotate();

			await rotate(fresher);

			expect([await post(old), await post(fresh), await post(fresher)]).toEqual([401, 200, 200]);
			expect(await values()).toEqual({ [name]: fresher, [`${name}_PREVIOUS`]: fresh, [`${name}_RETIRED`]: old });
		});

		it('an instance that has the old one in memory takes it no more after five minutes', async () => {
			let now = 0;
			await rotate(fresh);
			await becomeIdle();
			const warm = stage.instance(() => now);
			const before = await post(old, { secrets: warm });
			await stage.secrets(through).retire(name);

			const kept = await post(old, { secrets: warm });
			now = 5 * 60_000;
			const after = await post(old, { secrets: warm });

			expect([before, kept, after, await post(fresh, { secrets: warm })]).toEqual([200, 200, 401, 200]);
		});

		it('refuses the value that is current, and one that the scheme can not use, and nothing changes', async () => {
			await expect(rotate(old)).rejects.toMatchObject({ name: 'Mistake', message: expect.stringContaining('has this value already') });
			await expect(rotate(' ')).rejects.toMatchObject({ name: 'Mistake', message: expect.stringContaining('nothing was set') });

			expect(await values()).toEqual({ [name]: old });
		});

		it('given that another has begun while the value was typed → refused, and what the sender still signs with stays valid', async () => {
			const late = desk(fresher);
			const ask = async () => {
				await rotate(fresh);
				return fresher;
			};

			const second = secretsRotate({ source: 'stripe' }, { ...late, ask });

			await expect(second).rejects.toThrow(`${name}: a rotation was begun elsewhere meanwhile; nothing was changed`);
			expect(await values()).toEqual({ [name]: fresh, [`${name}_PREVIOUS`]: old });
		});

		it('while each of its requests is on its way, instances old and new take whatever is signed with a secret that is valid', async () => {
			const warm = stage.instance();
			await post(old, { secrets: warm });
			const seen: number[] = [];
			const probing =
				(secret: string): Wrap =>
				(call) =>
				async (...given) => {
					const ask = async () => seen.push(await post(secret), await post(secret, { secrets: warm }));
					const [told] = await Promise.all([call(...given), ask()]);
					await ask();
					return told;
				};

			await rotate(fresh, probing(old));
			await rotate('', probing(fresh));

			expect(seen.length).toBeGreaterThan(20);
			expect(new Set(seen)).toEqual(new Set([200]));
		});
	});

	describe.each(['before', 'after'] as const)('one that breaks off %s a request of its own is done again', (when) => {
		/** Fails once, at the request of this number. */
		const breaking = (at: number) => {
			let asked = 0;
			const wrap: Wrap =
				(call) =>
				async (...given) => {
					asked += 1;
					if (asked !== at) return await call(...given);
					if (when === 'after') await call(...given);
					throw new Error('the line is dead');
				};
			return { wrap, broke: () => asked >= at };
		};

		it('which sets the new one: the old one stays valid, and none is lost', async () => {
			let [at, broken] = [1, true];
			for (; broken; at += 1) {
				await stage.close();
				stage = await open();
				await stage.secrets(through).set(name, old, false);
				const { wrap, broke } = breaking(at);
				await rotate(fresh, wrap).catch(() => undefined);
				broken = broke();
				const between = await values();
				expect([at, await post(old)]).toEqual([at, 200]);
				if (between[name] === fresh) expect(await post(fresh)).toBe(200);
				await rotate(fresh);

				expect([at, await values()]).toEqual([at, { [name]: fresh, [`${name}_PREVIOUS`]: old }]);
			}
			expect(at).toBeGreaterThan(4);
		});

		it('which retires the old one: the new one stays valid, and the old one is kept as previous or as retired', async () => {
			let [at, broken] = [1, true];
			for (; broken; at += 1) {
				await stage.close();
				stage = await open();
				await stage.secrets(through).set(name, old, false);
				await rotate(fresh);
				await becomeIdle();
				const { wrap, broke } = breaking(at);
				await rotate('', wrap).catch(() => undefined);
				broken = broke();
				const between = await values();
				expect([at, await post(fresh), Object.values(between).includes(old)]).toEqual([at, 200, true]);
				if (`${name}_PREVIOUS` in between) await rotate();

				expect([at, await values()]).toEqual([at, { [name]: fresh, [`${name}_RETIRED`]: old }]);
				expect([at, await post(old)]).toEqual([at, 401]);
			}
			expect(at).toBeGreaterThan(4);
		});
	});
}
