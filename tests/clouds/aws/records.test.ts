import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jsonCall } from '../../../src/clouds/aws/call-json.ts';
import { createClient } from '../../../src/clouds/aws/client.ts';
import { createRecords } from '../../../src/clouds/aws/records.ts';
import { tableItems } from '../../../src/clouds/aws/table-items.ts';
import { recordsConformance } from '../../ports/records.conformance.ts';
import { type Emulators, startEmulators } from './emulators.ts';
import { startUnreliableWay } from './unreliable-way.ts';

let emulators: Emulators;
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());

describe('records of AWS', () => {
	recordsConformance(async () => {
		const env = await emulators.service();
		const connect = () => createRecords(tableItems(jsonCall(createClient({ env }), 'dynamodb'), env.WEBHOOK_TABLE));
		return { one: connect(), other: connect(), close: async () => {} };
	});

	it('an insert whose answer got lost has put its value, and says so', async () => {
		const env = await emulators.service();
		const way = await startUnreliableWay(env.AWS_ENDPOINT_URL_DYNAMODB);
		const client = createClient({ env: { ...env, AWS_ENDPOINT_URL_DYNAMODB: way.url } });
		const records = createRecords(tableItems(jsonCall(client, 'dynamodb'), env.WEBHOOK_TABLE));
		way.spoil('PutItem', 'lose the answer');

		const put = await records.insert('payments', 'in_1', 'mine');

		expect([put, await records.insert('payments', 'in_1', 'other'), await records.get('payments', 'in_1')]).toEqual([true, false, 'mine']);
		expect(way.asked('PutItem')).toBe(3);
		await way.close();
	});
});
