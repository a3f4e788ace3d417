import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from '../../../src/clouds/azure/client.ts';
import type { Environment } from '../../../src/clouds/azure/endpoint.ts';
import { createSecrets } from '../../../src/clouds/azure/secrets.ts';
import { tableEntities } from '../../../src/clouds/azure/table-entities.ts';
import type { Secrets } from '../../../src/webhook/secrets.ts';
import { offerConformance } from '../../ports/offer.conformance.ts';
import { azureService } from './azure-service.ts';
import { type FakeVault, startFakeVault } from './fake-vault.ts';
import { type Azurite, startAzurite } from './start-azurite.ts';

const name = 'STRIPE_WEBHOOK_SECRET';
const inVault = 'STRIPE-WEBHOOK-SECRET';
const minute = 60_000;
let azurite: Azurite;
let vault: FakeVault;
let storage: Environment;
let time: number;
beforeAll(async () => {
	azurite = await startAzurite();
});
afterAll(() => azurite.close());
beforeEach(async () => {
	vault = await startFakeVault();
	storage = await azureService(azurite.another());
	time = Date.now();
});
afterEach(() => vault.close());

/** An instance of its own, with nothing in memory. */
function secretsWith(changes: Environment = {}): Secrets {
	const env = { ...storage, ...vault.env, ...changes };
	const wait = async () => undefined;
	const client = createClient({ env, wait });
	return createSecrets({ env, client, entities: tableEntities(client, 'openings'), now: () => time, wait: (millis) => pause(millis / 20) });
}
const pause = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));
const reads = () => vault.asked.filter(({ path }) => path.startsWith('/secrets/')).length;

describe('a secret', () => {
	it('that the platform has put into the environment is known at once, and nobody is asked', async () => {
		expect(await secretsWith({ [name]: 'given' }).get(name)).toBe('given');
		expect(vault.asked).toEqual([]);
	});

	it.each([undefined, '', '@Microsoft.KeyVault(SecretUri=https://shop.vault.azure.net/secrets/STRIPE-WEBHOOK-SECRET/)'])(
		'that stands in the environment as %j is read from Key Vault, once for all who ask',
		async (given) => {
			vault.secrets.set(inVault, 'kept');
			const secrets = secretsWith({ [name]: given });

			expect(await Promise.all(Array.from({ length: 20 }, () => secrets.get(name)))).toEqual(Array(20).fill('kept'));
			expect(reads()).toBe(1);
		},
	);

	it('that is in neither place, or may not be read, is none', async () => {
		vault.forbidden.add('OTHER-WEBHOOK-SECRET');
		const secrets = secretsWith();

		expect([await secrets.get(name), await secrets.get('OTHER_WEBHOOK_SECRET')]).toEqual([undefined, undefined]);
	});

	it('that was rotated is found when a signature does not fit, once a minute, without a deployment', async () => {
		vault.secrets.set(inVault, 'new');
		vault.secrets.set(`${inVault}-PREVIOUS`, 'old');
		const secrets = secretsWith({ [name]: 'old' });

		const changed = [await secrets.refresh(name), await secrets.refresh(name)];
		const asked = reads();

		expect(changed).toEqual([true, false]);
		expect([await secrets.get(name), await secrets.get(`${name}_PREVIOUS`), reads()]).toEqual(['new', 'old', asked]);
	});

	it('that is known stays so where Key Vault can not be reached, or does not let it be read', async () => {
		const secrets = secretsWith({ [name]: 'given' });
		vault.down = true;
		await expect(secrets.refresh(name)).rejects.toThrow('vault: InternalServerError (500)');
		vault.down = false;
		vault.forbidden.add(inVault);
		time += minute;
		await expect(secrets.refresh(name)).rejects.toThrow('vault: Forbidden (403)');

		expect(await secrets.get(name)).toBe('given');
	});

	it('where there is no vault is what the environment says, also later', async () => {
		const secrets = secretsWith({ WEBHOOK_VAULT: undefined, [name]: 'given' });
		time += 10 * minute;

		expect([await secrets.refresh(name), await secrets.get(name), vault.asked]).toEqual([false, 'given', []]);
	});
});

describe('an offer', () => {
	offerConformance(async () => ({ one: secretsWith(), other: secretsWith(), close: async () => {} }));

	it('is taken after one that failed', async () => {
		const dying = secretsWith();
		vault.down = true;
		const failed = await dying.offer(name, 'first').then(
			() => 'kept',
			(error: unknown) => String(error),
		);
		vault.down = false;

		expect(failed).toContain('vault: InternalServerError');
		expect(await secretsWith().offer(name, 'second')).toBe(true);
	});

	it('says nothing of what was offered where it fails', async () => {
		vault.down = true;

		await expect(secretsWith().offer(name, 'a-canary')).rejects.toThrow(/^(?!.*a-canary)/);
	});
});
