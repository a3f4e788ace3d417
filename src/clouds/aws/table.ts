import { createHash } from 'node:crypto';

export const shards = ['0', '1', '2', '3', '4', '5', '6', '7'] as const;

const longestKey = 1024;

/** `event#["stripe","evt_1"]`: JSON keeps the parts apart and escapes what is no Unicode. A long one is hashed, because DynamoDB's keys are bounded. */
export function itemKey(kind: 'event' | 'record' | 'opening', ...parts: readonly string[]): string {
	const key = `${kind}#${JSON.stringify(parts)}`;
	return Buffer.byteLength(key) <= longestKey ? key : `${kind}#sha256:${digest(key).toString('hex')}`;
}

/** Spreads the partitions of the indexes, so that none is written by every delivery at once. */
export function shardOf(pk: string): string {
	return String((digest(pk)[0] ?? 0) % shards.length);
}

/** The partition of the index `time`: a day (UTC) and a shard. */
export function dayKey(time: number, shard: string): string {
	return `${new Date(time).toISOString().slice(0, 10)}#${shard}`;
}

function digest(key: string): Buffer {
	return createHash('sha256').update(key).digest();
}

const key = (hash: string, range?: string) => [
	{ AttributeName: hash, KeyType: 'HASH' },
	...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' }]),
];

/** The table as CloudFormation and CreateTable both write it. Its TTL attribute is `ttl`. */
export const tableSchema = {
	BillingMode: 'PAY_PER_REQUEST',
	AttributeDefinitions: [
		{ AttributeName: 'pk', AttributeType: 'S' },
		{ AttributeName: 'day', AttributeType: 'S' },
		{ AttributeName: 'receivedAt', AttributeType: 'N' },
		{ AttributeName: 'due', AttributeType: 'S' },
		{ AttributeName: 'dueAt', AttributeType: 'N' },
	],
	KeySchema: key('pk'),
	GlobalSecondaryIndexes: [
		{
			IndexName: 'time',
			KeySchema: key('day', 'receivedAt'),
			Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['source', 'eventId', 'type', 'status', 'expiresAt'] },
		},
		{ IndexName: 'due', KeySchema: key('due', 'dueAt'), Projection: { ProjectionType: 'KEYS_ONLY' } },
	],
};
