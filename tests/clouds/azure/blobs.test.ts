import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBlobs } from '../../../src/clouds/azure/blobs.ts';
import { type AzureRequest, createClient } from '../../../src/clouds/azure/client.ts';
import { blobsConformance } from '../../ports/blobs.conformance.ts';
import { azureService } from './azure-service.ts';
import { type Azurite, startAzurite } from './start-azurite.ts';

let azurite: Azurite;
beforeAll(async () => {
	azurite = await startAzurite();
});
afterAll(() => azurite.close());

describe('blobs of Azure', () => {
	blobsConformance(async () => {
		const env = await azureService(azurite.another());
		const connect = () => createBlobs(createClient({ env }), 'events');
		return { one: connect(), other: connect(), close: async () => {} };
	});

	it('a container that is not there is an error, not a missing blob', async () => {
		const blobs = createBlobs(createClient({ env: await azureService(azurite.another()) }), 'no-such-container');

		await expect(blobs.get('stripe/1')).rejects.toThrow('blob: ContainerNotFound (404)');
	});

	it('bytes that are damaged on their way there are refused', async () => {
		const client = createClient({ env: await azureService(azurite.another()), attempts: 1 });
		const damaging = (request: AzureRequest) => client({ ...request, body: Buffer.from('other bytes') });

		await expect(createBlobs(damaging, 'events').put('stripe/1', Buffer.from('bytes'))).rejects.toThrow(/^blob: \w+ \(400\)$/);
	});

	it('bytes that are damaged on their way back are an error', async () => {
		const client = createClient({ env: await azureService(azurite.another()) });
		const damaging = async (request: AzureRequest) => ({ ...(await client(request)), body: Buffer.from('other bytes') });
		await createBlobs(client, 'events').put('stripe/1', Buffer.from('bytes'));

		await expect(createBlobs(damaging, 'events').get('stripe/1')).rejects.toThrow('blob: ChecksumMismatch');
	});
});
