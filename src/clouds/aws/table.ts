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
