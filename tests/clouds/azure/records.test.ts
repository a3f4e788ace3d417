import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AzureRequest, type Client, createClient } from '../../../src/clouds/azure/client.ts';
import { createRecords } from '../../../src/clouds/azure/records.ts';
import { tableEntities } from '../../../src/clouds/azure/table-entities.ts';
import { ServiceError } from '../../../src/clouds/service-error.ts';
import { recordsConformance } from '../../ports/records.conformance.ts';
import { azureService } from './azure-service.ts';
import { type Azurite, startAzurite } from './start-azurite.ts';

let azurite: Azurite;
beforeAll(async () => {
	azurite = await startAzurite();
});
afterAll(() => azurite.close());

const recordsOver = (client: Client) => createRecords(tableEntities(client, 'records'));

describe('records of Azure', () => {
	recordsConformance(async () => {
		const env = await azureService(azurite.another());
		return { one: recordsOver(createClient({ env })), other: recordsOver(createClient({ env })), close: async () => {} };
	});

	it('a value bigger than a property comes out as it went in', async () => {
		const records = recordsOver(createClient({ env: await azureService(azurite.another()) }));
		const value = 'é'.repeat(300_000);

		await records.put('payments', 'in_1', value);

		expect(await records.get('payments', 'in_1')).toBe(value);
	});

	it('an insert whose first answer got lost has put its value, and says so', async () => {
		const client = createClient({ env: await azureService(azurite.another()) });
		const twice: Client = async (request: AzureRequest) => {
			if (request.method === 'POST') await client(request);
			return await client(request);
		};

		expect(await recordsOver(twice).insert('payments', 'in_1', 1)).toBe(true);
	});

	it('a table that is not there is an error, not a missing value', async () => {
		const client = createClient({ env: await azureService(azurite.another()) });

		await expect(createRecords(tableEntities(client, 'nosuchtable')).get('a', 'b')).rejects.toThrow(ServiceError);
	});
});
