import type { EventFilter, EventRecords } from '../../webhook/ports.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { chunks } from '../chunks.ts';
import { isDue, latest, matches } from '../event-filter.ts';
import { anyText, type Item, number, readNumber, readText, text } from './attribute.ts';
import { dayKey, shards } from './table.ts';
import { namesOf, type TableItems } from './table-items.ts';

type Find = (pk: string) => Promise<EventRecord | undefined>;

const dayMillis = 24 * 60 * 60 * 1000;
/** No record that is settled is kept for longer: the longest retention of a provider, and the dead letter's time. */
const longestKeptMillis = 45 * dayMillis;
const readAtOnce = 25;

/** What goes through an index: its entries only say where to look, because an index lags behind. `now` is a clock. */
export function findEvents(items: TableItems, find: Find, now: () => number): Pick<EventRecords, 'due' | 'list' | 'walk'> {
	return {
		due: async (at, limit) => {
			const query = (shard: string) =>
				items.query('due', { ...partition('due', shard, '#dueAt <= :at', { ':at': number(at) }, ['dueAt']), Limit: limit }, limit);
			const entries = (await Promise.all(shards.map(query))).flat().sort(by('dueAt', 1));
			return await look(entries, { find, fits: (record) => isDue(record, at), wanted: limit });
		},
		list: async (filter) => {
			const { limit = Number.POSITIVE_INFINITY } = filter;
			const found: EventRecord[] = [];
			for (const day of daysOf(filter, now())) {
				if (found.length >= limit) break;
				const query = (shard: string) => items.query('time', ofDay(dayKey(day, shard), filter), limit);
				const entries = (await Promise.all(shards.map(query))).flat().sort(by('receivedAt', -1));
				found.push(...(await look(entries, { find, fits: (record) => matches(record, filter), wanted: limit - found.length })));
			}
			return found;
		},
		walk: async function* (filter) {
			const fits = (record: EventRecord) => matches(record, filter);
			for (const day of daysOf(filter, now())) {
				for (const shard of shards) {
					for await (const entries of items.pages('time', ofDay(dayKey(day, shard), filter))) {
						for (const some of chunks(entries, readAtOnce)) yield* await look(some, { find, fits, wanted: some.length });
					}
				}
			}
		},
	};
}

/** From tomorrow, because this clock may be behind the one that dated the deliveries. */
function daysOf({ since = 0, until = latest }: EventFilter, now: number): readonly number[] {
	const first = startOfDay(Math.max(since, now - longestKeptMillis));
	const last = startOfDay(Math.min(until, now + dayMillis));
	return Array.from({ length: Math.max(0, (last - first) / dayMillis + 1) }, (_, back) => last - back * dayMillis);
}

type Look = { readonly find: Find; readonly fits: (record: EventRecord) => boolean; readonly wanted: number };

/** The records behind entries, in their order, as they are now. */
async function look(entries: readonly Item[], { find, fits, wanted }: Look): Promise<readonly EventRecord[]> {
	const found: EventRecord[] = [];
	for (let from = 0; from < entries.length && found.length < wanted; from += readAtOnce) {
		const records = await Promise.all(entries.slice(from, from + readAtOnce).map(({ pk }) => find(readText(pk))));
		found.push(...records.filter((record) => record !== undefined).filter(fits));
	}
	return found.slice(0, wanted);
}

function partition(name: string, value: string, also: string, values: Item, names: readonly string[]): object {
	return {
		KeyConditionExpression: `#${name} = :partition AND ${also}`,
		ExpressionAttributeNames: namesOf([name, ...names]),
		ExpressionAttributeValues: { ':partition': text(value), ...values },
	};
}

function ofDay(day: string, { source, type, status, since = 0, until = latest, limit }: EventFilter): object {
	const equal = Object.entries({ source, type, status }).filter((pair): pair is [string, string] => pair[1] !== undefined);
	const values = Object.fromEntries(equal.map(([name, value]) => [`:${name}`, anyText(value)]));
	const names = ['receivedAt', ...equal.map(([name]) => name)];
	return {
		...partition(
			'day',
			day,
			'#receivedAt BETWEEN :since AND :until',
			{ ':since': number(since), ':until': number(until), ...values },
			names,
		),
		// A limit counts what is read, so it would stop short of what is filtered.
		...(equal.length > 0 ? { FilterExpression: equal.map(([name]) => `#${name} = :${name}`).join(' AND ') } : limit && { Limit: limit }),
		ScanIndexForward: false,
	};
}

function by(name: string, direction: 1 | -1): (a: Item, b: Item) => number {
	return (a, b) => direction * (readNumber(a[name]) - readNumber(b[name])) || (readText(a.pk) < readText(b.pk) ? direction : -direction);
}

function startOfDay(time: number): number {
	return Math.floor(time / dayMillis) * dayMillis;
}
