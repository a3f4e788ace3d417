import { afterAll, beforeAll, describe } from '@jest/globals';
import { createClient } from '../../../src/clouds/azure/client.ts';
import { createOpenings } from '../../../src/clouds/azure/openings.ts';
import { tableEntities } from '../../../src/clouds/azure/table-entities.ts';
import { openingsConformance } from '../../ports/openings.conformance.ts';
import { azureService } from './azure-service.ts';
import { type Azurite, startAzurite } from './start-azurite.ts';

let azurite: Azurite;
beforeAll(async () => {
	azurite = await startAzurite();
});
afterAll(() => azurite.close());

describe('openings of Azure', () => {
	openingsConformance(async () => {
		const env = await azureService(azurite.another());
		const connect = () => createOpenings(tableEntities(createClient({ env }), 'openings'));
		return { one: connect(), other: connect(), close: async () => {} };
	});
});
