import type { Identified } from '../webhook/provider.ts';
import type { EventRecord, Run } from '../webhook/record.ts';
import { lifeOf } from '../webhook/retention.ts';
import type { Source } from '../webhook/source.ts';
import type { VerifiedDelivery } from '../webhook/verified.ts';
import { credentialsOf } from './credentials-of.ts';
import type { KeptBytes } from './keep-bytes.ts';
import type { Passage } from './step.ts';

type Kept = {
	readonly passage: Passage;
	readonly delivery: VerifiedDelivery;
	readonly bytes: KeptBytes;
	readonly event: Identified;
	/** Which of the delivery's events this is. */
	readonly index: number;
	readonly runs: Readonly<Record<string, Run>>;
	readonly reason?: string;
};

/** The record of one event. What can't be identified is kept under the digest of its bytes. */
export function recordFor({ passage, delivery, bytes, event, index, runs, reason }: Kept): EventRecord {
	const identified = event.id !== undefined && event.type !== undefined;
	const why = reason ?? (identified ? undefined : 'event-unidentified');
	const source = passage.source.name;
	const id = identified ? (event.id as string) : `sha256:${bytes.cameAs()}:${index}`;
	return {
		source,
		id,
		type: identified ? (event.type as string) : 'unreadable',
		receivedAt: delivery.receivedAt,
		...lifeOf(delivery.receivedAt, passage.source, passage.provider),
		headers: withoutCredentials(passage),
		// It may say what the body says, or hold a digest of it, and no function reads it.
		query: isPrivate(passage.source) ? '' : withoutToken(delivery.query, passage.provider.scheme.queryCredential),
		traceparent: delivery.traceparent,
		...bytes.holding({ source, id }),
		index,
		...(event.unsigned && { unsigned: event.unsigned }),
		...(passage.secret && { secret: passage.secret }),
		...(why !== undefined && { reason: why }),
		functions: identified ? runs : {},
	};
}

function isPrivate({ redact, encrypt = false }: Source): boolean {
	return redact !== undefined || encrypt;
}

function withoutToken(query: string, name: string | undefined): string {
	if (name === undefined) return query;
	const parameters = new URLSearchParams(query);
	parameters.delete(name);
	return parameters.toString();
}

function withoutCredentials({ delivery, provider, source }: Passage): EventRecord['headers'] {
	const isCredential = credentialsOf({ provider, source });
	return Object.fromEntries(Object.entries(delivery.headers).filter(([name]) => !isCredential(name)));
}
