import { keptSecrets } from '../src/clouds/kept-secrets.ts';
import type { Cloud, EventRecords, Log } from '../src/webhook/ports.ts';
import type { EventRecord } from '../src/webhook/record.ts';
import { claimRun } from '../src/webhook/run.ts';
import { secretName } from '../src/webhook/source.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** What a chain asks of a cloud, answered at once. The log writes nothing. */
export function portsAtOnce(source: string, secret: string) {
	return {
		log: silent,
		metrics: { add: () => {}, flush: () => {} },
		events: eventsAtOnce(),
		queue: { send: done, bury: done },
		blobs: { put: done, remove: done, get: async () => undefined },
		secrets: secretsAtOnce(secretName(source, 'WEBHOOK_SECRET'), secret),
	} satisfies Partial<Cloud>;
}

const done = async () => {};

export function nothing(): never {
	throw new Error('the bench reaches no cloud');
}

/** Kept as on every cloud, and read before. */
function secretsAtOnce(name: string, secret: string): Cloud['secrets'] {
	const known = new Map([[name, secret]]);
	const { get, refresh } = keptSecrets({ read: async () => known, now: Date.now, known });
	return { get, refresh, offer: async () => false };
}

/** Every event is new, and its lease is free. */
function eventsAtOnce(): EventRecords {
	let last: EventRecord | undefined;
	const room = Number.POSITIVE_INFINITY;
	return {
		room,
		insert: async (record) => {
			last = record;
			return {};
		},
		claim: async (_, name, lease) => {
			const run = last?.functions[name] && claimRun(last.functions[name], lease);
			if (last === undefined || run === undefined) return { outcome: 'absent' };
			return {
				outcome: 'claimed',
				record: { ...last, functions: { ...last.functions, [name]: run } },
				attempt: run.attempts,
				fence: run.fence,
			};
		},
		settle: async () => true,
		markSent: done,
		markBuried: done,
		get: nothing,
		due: nothing,
		reopen: nothing,
		subscribe: nothing,
		list: nothing,
		walk: nothing,
		forget: nothing,
	};
}
