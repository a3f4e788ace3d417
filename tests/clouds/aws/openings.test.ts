import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jsonCall } from '../../../src/clouds/aws/call-json.ts';
import { createClient } from '../../../src/clouds/aws/client.ts';
import { createOpenings } from '../../../src/clouds/aws/openings.ts';
import { tableItems } from '../../../src/clouds/aws/table-items.ts';
import { openingsConformance } from '../../ports/openings.conformance.ts';
import { type Emulators, startEmulators } from './emulators.ts';

let emulators: Emulators;
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());

async function items() {
	const env = await emulators.service();
	return () => tableItems(jsonCall(createClient({ env }), 'dynamodb'), env.WEBHOOK_TABLE);
}

describe('openings of AWS', () => {
	openingsConformance(async () => {
		const connect = await items();
		return { one: createOpenings(connect()), other: createOpenings(connect()), close: async () => {} };
	});

	it('one that nobody used is removed by DynamoDB a day after it is over, since one that is gone was used', async () => {
		const table = (await items())();
		await createOpenings(table).open('teller', 1_000_000);

		expect(await table.get('opening#["teller"]')).toEqual({
			pk: { S: 'opening#["teller"]' },
			until: { N: '1000000' },
			ttl: { N: String(1_000 + 24 * 60 * 60) },
		});
	});
});
