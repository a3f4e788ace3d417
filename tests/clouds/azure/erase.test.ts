import { afterAll, beforeAll } from '@jest/globals';
import { createCloud } from '../../../src/clouds/azure/create-cloud.ts';
import { eraseConformance } from '../../ports/erase.conformance.ts';
import { noon } from '../../ports/sample-record.ts';
import { azureService } from './azure-service.ts';
import { type Azurite, startAzurite } from './start-azurite.ts';

let azurite: Azurite;
beforeAll(async () => {
	azurite = await startAzurite();
});
afterAll(() => azurite.close());

eraseConformance('Azure', async () => {
	const env = await azureService(azurite.another(), ['ledger']);
	return { ...createCloud({ env, routes: { service: 'shop', stage: 'prod' }, now: () => noon }), close: () => undefined };
});
