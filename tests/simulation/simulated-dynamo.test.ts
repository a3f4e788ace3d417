import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { jsonCall } from '../../src/clouds/aws/call-json.ts';
import { createClient } from '../../src/clouds/aws/client.ts';
import { shardOf } from '../../src/clouds/aws/table.ts';
import { type TableItems, tableItems } from '../../src/clouds/aws/table-items.ts';
import { type AwsEnvironment, type Emulators, keys, startEmulators } from '../clouds/aws/emulators.ts';
import { between, type Chance, chanceOf, pick } from './chance.ts';
import { chosenFates } from './fates.ts';
import { simulatedAws } from './simulated-aws.ts';
import { createWorld } from './world.ts';

let emulators: Emulators;
let env: AwsEnvironment;
beforeAll(async () => {
	emulators = await startEmulators();
	env = await emulators.service();
});
afterAll(() => emulators.close());

/** One call of the table, whatever comes of it: what it answers, or the name of its error. */
async function ask(items: TableItems, chance: Chance, number: number): Promise<unknown> {
	const of = (name: string) => chance(number, name);
	const pk = `event#["s","evt_${between(1, 3, of('id'))}"]`;
	const version = { S: String(between(1, 3, of('version'))) };
	const due = { due: { S: shardOf(pk) }, dueAt: { N: String(between(1, 9, of('due'))) } };
	const absent = {
		expression: 'attribute_not_exists(#pk) OR #expiresAt <= :now',
		names: ['pk', 'expiresAt'],
		values: { ':now': { N: '5' } },
	};
	const same = { expression: '#version = :read', names: ['version'], values: { ':read': { S: String(between(1, 3, of('read'))) } } };
	const [set, remove] = of('keep') < 0.5 ? [{ version, ...due }, []] : [{ version }, ['due', 'dueAt']];
	const asked = {
		get: () => items.get(pk),
		insert: () => items.put({ pk: { S: pk }, version, expiresAt: { N: String(between(1, 9, of('expires'))) }, ...due }, absent),
		update: () => items.update(pk, { set, remove }, same),
		remove: () => items.remove(pk),
	};
	return await asked[pick(['get', 'get', 'insert', 'update', 'update', 'update', 'remove'] as const, of('action'))]();
}

it('the simulated table answers 400 random calls as dynalite does', async () => {
	const chance = chanceOf(1);
	const world = createWorld({ chance, fates: chosenFates(new Map()), start: 0 });
	const { way } = simulatedAws({ world, random: () => 0.9, wrote: () => undefined, asked: () => undefined });
	const simulated = tableItems(jsonCall(createClient({ env: keys, way, wait: world.wait }), 'dynamodb'), 'events');
	const emulated = tableItems(jsonCall(createClient({ env }), 'dynamodb'), env.WEBHOOK_TABLE);

	for (let number = 0; number < 400; number += 1) {
		const answered = ask(simulated, chance, number);
		await world.run(() => undefined);

		expect(await answered).toEqual(await ask(emulated, chance, number));
	}
});
