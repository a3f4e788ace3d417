import { afterAll, beforeAll, describe } from '@jest/globals';
import { createClient } from '../../../src/clouds/azure/client.ts';
import { createEvents } from '../../../src/clouds/azure/events.ts';
import { tableEntities } from '../../../src/clouds/azure/table-entities.ts';
import { eventsConformance } from '../../ports/events.conformance.ts';
import { azureService } from './azure-service.ts';
import { type Azurite, startAzurite } from './start-azurite.ts';

let azurite: Azurite;
beforeAll(async () => {
	azurite = await startAzurite();
});
afterAll(() => azurite.close());

describe('events of Azure', () => {
	eventsConformance(async () => {
		const env = await azureService(azurite.another());
		const connect = () => createEvents(tableEntities(createClient({ env }), 'events'));
		return { one: connect(), other: connect(), close: async () => {} };
	});
});
