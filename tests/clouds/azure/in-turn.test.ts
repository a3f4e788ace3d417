import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClient } from '../../../src/clouds/azure/client.ts';
import { inTurn } from '../../../src/clouds/azure/in-turn.ts';
import { tableEntities } from '../../../src/clouds/azure/table-entities.ts';
import { noon } from '../../ports/sample-record.ts';
import { azureService } from './azure-service.ts';
import { type Azurite, startAzurite } from './start-azurite.ts';

let azurite: Azurite;
beforeAll(async () => {
	azurite = await startAzurite();
});
afterAll(() => azurite.close());

const key = { PartitionKey: 'p', RowKey: 'lease' };
async function means(now = noon) {
	const entities = tableEntities(createClient({ env: await azureService(azurite.another()) }), 'openings');
	return { entities, key, now: () => now, wait: async () => undefined };
}
const nothing = async () => undefined;

it('the lease is given back, also by whoever fails', async () => {
	const on = await means();
	const failing = inTurn({ look: nothing, act: () => Promise.reject(new Error('no')) }, on);
	await expect(failing).rejects.toThrow('no');

	expect([await inTurn({ look: nothing, act: async () => 'mine' }, on), await on.entities.get(key)]).toEqual(['mine', undefined]);
});

it('a lease whose holder is gone is taken over when its time is over, and not a millisecond before', async () => {
	const on = await means();
	await on.entities.put({ ...key, holder: 'gone', until: String(noon + 1) });

	await expect(inTurn({ look: nothing, act: async () => 'mine' }, on)).rejects.toThrow('others have the lease');
	expect(await inTurn({ look: nothing, act: async () => 'mine' }, { ...on, now: () => noon + 1 })).toBe('mine');
});

it('a holder who comes back late does not give back the lease of another', async () => {
	const on = await means();
	const act = async () => {
		await on.entities.put({ ...key, holder: 'other', until: String(noon + 60_000) });
		return 'late';
	};

	await inTurn({ look: nothing, act }, on);

	expect((await on.entities.get(key))?.entity.holder).toBe('other');
});

it('what another has done since is found once it is one’s turn, and not done again', async () => {
	const found = [undefined, 'theirs'];

	expect(await inTurn({ look: async () => found.shift(), act: () => Promise.reject(new Error('done again')) }, await means())).toBe(
		'theirs',
	);
});
