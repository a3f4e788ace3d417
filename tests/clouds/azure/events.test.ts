import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, createClient } from '../../../src/clouds/azure/client.ts';
import { createEvents } from '../../../src/clouds/azure/events.ts';
import { tableEntities } from '../../../src/clouds/azure/table-entities.ts';
import { eventsConformance } from '../../ports/events.conformance.ts';
import { keyOfRecord, noon, sampleRecord } from '../../ports/sample-record.ts';
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

describe('a write of which the first answer got lost', () => {
	/** Whatever changes something is done, and then sent again, as the client does that got no answer. */
	const twice =
		(client: Client): Client =>
		async (request) => {
			if (request.method !== 'GET') await client(request);
			return await client(request);
		};

	it('is known as this one’s own: the event is committed, claimed and settled once', async () => {
		const client = createClient({ env: await azureService(azurite.another()) });
		const events = createEvents(tableEntities(twice(client), 'events'));
		const record = sampleRecord();
		const key = keyOfRecord(record);

		expect(await events.insert(record, noon)).toEqual({});
		expect(await events.claim(key, 'invoice-paid', { now: noon, until: noon + 1000 })).toMatchObject({ outcome: 'claimed', attempt: 1 });
		expect(await events.settle(key, 'invoice-paid', 1, { status: 'done', at: noon + 1 })).toBe(true);

		expect((await events.get(key))?.functions['invoice-paid']).toMatchObject({ status: 'done', attempts: 1 });
	});
});

it('an instance that keeps an old copy of a record writes over nobody', async () => {
	const client = createClient({ env: await azureService(azurite.another()) });
	const [one, other] = [createEvents(tableEntities(client, 'events')), createEvents(tableEntities(client, 'events'))];
	const key = keyOfRecord(sampleRecord());
	await one.insert(sampleRecord(), noon);

	await other.claim(key, 'invoice-paid', { now: noon, until: noon + 1000 });
	await one.markSent(key, ['invoice-paid'], noon);

	expect((await one.get(key))?.functions['invoice-paid']).toMatchObject({ status: 'running', attempts: 1, sent: true });
});
