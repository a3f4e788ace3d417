import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type AzureRequest, type Client, createClient } from '../../../src/clouds/azure/client.ts';
import { fromProperties, toProperties } from '../../../src/clouds/azure/entity.ts';
import { type TableEntities, tableEntities } from '../../../src/clouds/azure/table-entities.ts';
import { azureService } from './azure-service.ts';
import { type Azurite, startAzurite } from './start-azurite.ts';

let azurite: Azurite;
let client: Client;
let entities: TableEntities;
beforeAll(async () => {
	azurite = await startAzurite();
});
afterAll(() => azurite.close());
beforeEach(async () => {
	client = createClient({ env: await azureService(azurite.another()) });
	entities = tableEntities(client, 'records');
});

const entity = (RowKey: string, value = '') => ({ PartitionKey: 'p', RowKey, value });
const rows = async () => {
	const found: string[] = [];
	for await (const page of entities.pages({ partition: 'p', from: '', to: '~' })) found.push(...page.map(({ RowKey }) => RowKey));
	return found;
};

it('more entities than fit a page come page by page, in order, and only those of the partition and the range', async () => {
	const names = Array.from({ length: 25 }, (_, index) => `r${String(index).padStart(2, '0')}`);
	await Promise.all(names.map((name) => entities.put(entity(name))));
	await entities.put({ PartitionKey: 'q', RowKey: 'r03' });

	const pages: string[][] = [];
	for await (const page of entities.pages({ partition: 'p', from: 'r01', to: 'r23', most: 10 }))
		pages.push(page.map(({ RowKey }) => RowKey));

	expect(pages.flat()).toEqual(names.slice(1, 23));
	expect(pages.filter((page) => page.length > 10)).toEqual([]);
	expect(pages.length).toBeGreaterThan(2);
});

it('changes are made all or none: what the first one asks for does not hold, and the second one is not made', async () => {
	await entities.put(entity('a', 'old'));
	const { tag = '' } = (await entities.get(entity('a'))) ?? {};
	await entities.put(entity('a', 'new'));

	const outcomes = [
		await entities.change([
			{ kind: 'insert', entity: entity('a', 'mine') },
			{ kind: 'put', entity: entity('b') },
		]),
		await entities.change([
			{ kind: 'replace', entity: entity('a', 'mine'), tag },
			{ kind: 'put', entity: entity('b') },
		]),
		await entities.change([
			{ kind: 'remove', key: entity('a'), tag },
			{ kind: 'put', entity: entity('b') },
		]),
		await entities.change([
			{ kind: 'replace', entity: entity('none'), tag },
			{ kind: 'put', entity: entity('b') },
		]),
	];

	expect(outcomes).toEqual([undefined, undefined, undefined, undefined]);
	expect([await rows(), (await entities.get(entity('a')))?.entity.value]).toEqual([['a'], 'new']);
});

it('the tag of a change is that of its first entity, and the next change may ask for it', async () => {
	const first = await entities.change([
		{ kind: 'insert', entity: entity('a') },
		{ kind: 'put', entity: entity('b') },
	]);
	expect(first).toBe((await entities.get(entity('a')))?.tag);

	const next = await entities.change([
		{ kind: 'replace', entity: entity('a'), tag: first ?? '' },
		{ kind: 'remove', key: entity('b') },
	]);

	expect(next).not.toBe(first);
	expect(await rows()).toEqual(['a']);
});

it('a change whose second part can not be made is an error, without anything of the entity', async () => {
	const changing = entities.change([
		{ kind: 'put', entity: entity('a') },
		{ kind: 'remove', key: entity('canary') },
	]);

	await expect(changing).rejects.toThrow(/^table: ResourceNotFound\.1 \(404\)$/);
	expect(await rows()).toEqual([]);
});

it('a change that is too much for its partition for a moment is made a moment later, though the whole was answered as accepted', async () => {
	const busy =
		'--a\r\n\r\nHTTP/1.1 503 Service Unavailable\r\n\r\n{"odata.error":{"code":"ServerBusy","message":{"value":"1:canary"}}}\r\n--a--';
	const answers = [busy, busy, '--a\r\n\r\nHTTP/1.1 204 No Content\r\nETag: W/"1"\r\n\r\n--a--'];
	const way = async () => ({ status: 202, headers: {}, body: Buffer.from(answers.shift() ?? busy) });
	const busyFirst = createClient({ env: { WEBHOOK_STORAGE: 'https://shop' }, way, wait: async () => undefined, tokens: async () => 't' });

	expect(await tableEntities(busyFirst, 'records').change([{ kind: 'insert', entity: entity('a') }])).toBe('W/"1"');
	await expect(tableEntities(busyFirst, 'records').change([])).rejects.toThrow(/^table: ServerBusy\.1 \(503\)$/);
});

it('an entity that was written since stays where a tag is given, and one that is gone is no error', async () => {
	await entities.put(entity('a', 'old'));
	const { tag } = (await entities.get(entity('a'))) ?? {};
	await entities.put(entity('a', 'new'));

	await entities.remove(entity('a'), tag);
	const kept = await rows();
	await entities.remove(entity('a'));
	await entities.remove(entity('a'));

	expect([kept, await rows()]).toEqual([['a'], []]);
});

it('the parts of a change name the service’s own URL, since Azure knows its tables by that', async () => {
	const bodies: string[] = [];
	const watching: Client = async (request: AzureRequest) => {
		if (typeof request.body === 'function') bodies.push(request.body('https://shop.table.core.windows.net'));
		return await client(request);
	};

	await tableEntities(watching, 'records')
		.change([
			{ kind: 'insert', entity: entity('a') },
			{ kind: 'remove', key: entity('a') },
		])
		.catch(() => undefined);

	expect(bodies[0]).toContain('POST https://shop.table.core.windows.net/records HTTP/1.1');
	expect(bodies[0]).toContain("DELETE https://shop.table.core.windows.net/records(PartitionKey='p',RowKey='a') HTTP/1.1");
});

it.each([0, 1, 64 * 1024, 64 * 1024 + 1, 200_000])('%i bytes are as many again after their way through properties', async (length) => {
	const bytes = Buffer.from(Array.from({ length }, (_, index) => index % 251));
	await entities.put({ ...entity('a'), ...toProperties(bytes) });

	const found = await entities.get(entity('a'));

	expect(found && fromProperties(found.entity).equals(bytes)).toBe(true);
});
