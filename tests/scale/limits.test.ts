import { expect, it } from '@jest/globals';
import { awsUsage } from '../../bench/scale/aws-usage.ts';
import { azureUsage } from '../../bench/scale/azure-usage.ts';
import { googleUsage } from '../../bench/scale/google-usage.ts';
import { eventsPerSecond, type Limit, limits } from '../../bench/scale/limits.ts';
import { clouds } from '../../bench/scale/prices.ts';
import type { Line } from '../../bench/scale/traffic.ts';
import { shards as awsShards } from '../../src/clouds/aws/table.ts';
import { shards as azureShards } from '../../src/clouds/azure/event-rows.ts';
import { shards as googleShards } from '../../src/clouds/google/firestore-schema.ts';

const limit = (id: string): Limit => {
	const found = limits.find((each) => each.id === id);
	if (found === undefined) throw new Error(`no limit ${id}`);
	return found;
};
const used = (lines: readonly Line[], item: string) => lines.reduce((sum, { uses }) => sum + (uses[item] ?? 0), 0);
const million = { events: 1e6, bodyBytes: 2048, functions: 1, attempts: 1 };

it.each(limits.map((each) => [each.id, each] as const))('%s says what it means, from where, and of which day', (_, each) => {
	expect(clouds).toContain(each.cloud);
	expect(new URL(each.source).protocol).toBe('https:');
	expect(new Date(each.stated).toISOString().slice(0, 10)).toBe(each.stated);
	expect(['price list', 'page', 'others', 'memory']).toContain(each.seen);
	expect([each.limit, each.unit, each.raise]).not.toContain('');
	expect(each.perEvent === undefined).toBe(each.because === undefined);
});

it('no limit stands there twice', () => {
	expect(new Set(limits.map(({ id }) => id)).size).toBe(limits.length);
});

it('what an event takes of a limit is what it is charged for', () => {
	const aws = awsUsage(million);
	const google = googleUsage(million, 0);
	const azure = azureUsage(million, 0);
	const entries = (limit('dynamo-due').perEvent ?? 0) + (limit('dynamo-time').perEvent ?? 0);

	expect(limit('dynamo-table').perEvent).toBe(used(aws, 'dynamoWrites') - entries);
	expect(limit('dynamo-new').perEvent).toBe(limit('dynamo-table').perEvent);
	expect(limit('dynamo-reads').perEvent).toBe(used(aws, 'dynamoReads'));
	expect(limit('api-requests').perEvent).toBe(used(aws, 'httpApi'));
	expect(limit('firestore-ramp').perEvent).toBe(used(google, 'firestoreWrites') + used(google, 'firestoreReads'));
	expect(limit('table-partition').perEvent).toBe(used(azure, 'tableOperations'));
	expect(limit('queue-messages').perEvent).toBe(used(azure, 'queueOperations'));
});

it('a limit of a partition counts as often as we have partitions', () => {
	expect([limit('dynamo-due').times, limit('dynamo-time').times]).toEqual([awsShards.length, awsShards.length]);
	expect(limit('firestore-index').times).toBe(googleShards.length);
	expect(limit('table-partition').times).toBe(azureShards.length);
	expect(eventsPerSecond(limit('dynamo-due'))).toBe(2000);
	expect(eventsPerSecond(limit('lambda-payload'))).toBeUndefined();
});
