import type { LogEntry } from '../../clouds/local/create-log.ts';
import { createRecent } from '../../clouds/recent.ts';
import { keyOf, type Message } from '../../webhook/message.ts';
import type { EventKey, EventRecord } from '../../webhook/record.ts';
import { traceIdOf } from '../../webhook/traceparent.ts';
import type { Exchange } from '../local/exchange.ts';
import type { Heard } from '../local/function-thread.ts';
import type { Attempt } from './api.ts';
import { openLineJournal } from './line-journal.ts';
import { type SeenExchange, seenExchange } from './seen-exchange.ts';

/** What a local run has seen, in memory, and the latest of it only: a refused request leaves nothing in the store, and a record counts attempts without telling of each. */
export type Journal = {
	/** Returns it as it is kept; undefined for one that is none of ours. */
	readonly exchanged: (exchange: Exchange) => SeenExchange | undefined;
	readonly heard: (heard: Heard) => void;
	/** A function is about to be called for a message. */
	readonly began: (message: Message, requestId: string) => void;
	readonly crashed: (message: Message, error: string) => void;
	/** Those that made no event, newest first. */
	readonly exchanges: () => readonly SeenExchange[];
	readonly exchange: (requestId: string) => SeenExchange | undefined;
	/** The one that brought the event. */
	readonly deliveryOf: (record: Pick<EventRecord, 'traceparent'>) => SeenExchange | undefined;
	readonly linesOf: (requestId: string) => readonly string[];
	readonly attemptsOf: (key: EventKey, name: string) => readonly Attempt[];
	/** Of an event that is to be forgotten. */
	readonly forget: (record: EventRecord) => void;
	/** Something else has, that is shown beside. */
	readonly changed: () => void;
	/** Returns how to stop listening. */
	readonly onChange: (listener: () => void) => () => void;
};

const mostRequests = 500;
const mostCalls = 5_000;
const mostAttempts = 50;

type Tried = Omit<Attempt, 'lines'> & { readonly requestId: string };

export function openJournal(): Journal {
	const lines = openLineJournal();
	const told = createRecent<LogEntry['fields']>(mostRequests);
	// Apart, so that what is accepted pushes nothing out that was refused.
	const [accepted, others] = [new Map<string, SeenExchange>(), new Map<string, SeenExchange>()];
	const byTrace = createRecent<string>(mostRequests);
	const attempts = createRecent<readonly Tried[]>(mostCalls);
	const running = createRecent<{ readonly requestId: string; readonly beganAt: number }>(mostCalls);
	const listeners = new Set<() => void>();
	const changed = () => listeners.forEach((listener) => void listener());
	const exchange = (requestId: string) => others.get(requestId) ?? accepted.get(requestId);
	const tried = (key: EventKey, name: string, attempt: Tried) => {
		const known = attempts.get(keyText(key, name)) ?? [];
		attempts.keep(keyText(key, name), [...known, attempt].slice(-mostAttempts));
		changed();
	};
	const logged = (requestId: string, entry: LogEntry) => {
		if (entry.message.startsWith('delivery ')) told.keep(requestId, entry.fields);
		const attempt = attemptOf(requestId, entry);
		if (attempt) tried(attempt.key, attempt.name, attempt.tried);
	};
	return {
		exchanged: (exchange) => {
			const seen = seenExchange(exchange, told.get(exchange.requestId));
			if (seen === undefined) return undefined;
			const requests = seen.outcome === 'accepted' ? accepted : others;
			requests.set(seen.requestId, seen);
			const [oldest] = requests.keys();
			if (requests.size > mostRequests && oldest !== undefined) requests.delete(oldest);
			if (seen.traceId !== undefined) byTrace.keep(seen.traceId, seen.requestId);
			changed();
			return seen;
		},
		heard: ({ requestId, ...said }) => {
			if ('entry' in said) return logged(requestId, said.entry);
			lines.add(requestId, said.line);
		},
		began: (message, requestId) => {
			running.keep(keyText(keyOf(message), message.function), { requestId, beganAt: Date.now() });
			changed();
		},
		crashed: (message, error) => {
			const key = keyOf(message);
			const begun = running.get(keyText(key, message.function));
			if (begun) tried(key, message.function, { ...begun, durationMs: Date.now() - begun.beganAt, outcome: 'crashed', error });
		},
		exchanges: () => [...others.values()].reverse(),
		exchange,
		deliveryOf: ({ traceparent }) => exchange(byTrace.get(traceIdOf(traceparent) ?? '') ?? ''),
		linesOf: lines.of,
		attemptsOf: (key, name) =>
			(attempts.get(keyText(key, name)) ?? []).map(({ requestId, ...attempt }) => ({ ...attempt, lines: lines.of(requestId) })),
		forget: (record) => {
			for (const name of Object.keys(record.functions)) {
				for (const { requestId } of attempts.get(keyText(record, name)) ?? []) lines.drop(requestId);
				attempts.keep(keyText(record, name), []);
			}
		},
		changed,
		onChange: (listener) => {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}

function keyText({ source, id }: EventKey, name: string): string {
	return JSON.stringify([source, id, name]);
}

/** What log-attempt.ts says of a run that ended. */
function attemptOf(requestId: string, { at, message, fields }: LogEntry) {
	const { source, outcome, attempt, detail, duration_ms: duration = 0, 'cloudevents.event_id': id, 'faas.name': name } = fields;
	if (!message.startsWith('attempt ') || outcome === undefined) return undefined;
	const durationMs = Number(duration);
	const tried: Tried = {
		requestId,
		attempt: Number(attempt),
		beganAt: at - durationMs,
		durationMs,
		outcome: String(outcome),
		...(detail !== undefined && { error: fields.at === undefined ? String(detail) : `${detail} (at ${fields.at})` }),
	};
	return { key: { source: String(source), id: String(id) }, name: String(name), tried };
}
