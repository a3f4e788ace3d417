import type { Identified } from '../webhook/provider.ts';
import type { EventRecord, Run } from '../webhook/record.ts';
import { lifeOf } from '../webhook/retention.ts';
import type { Source } from '../webhook/source.ts';
import type { VerifiedDelivery } from '../webhook/verified.ts';
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
	const id = identified ? (event.id as string) : `sha256:${bytes.cameAs}:${index}`;
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
		sha256: bytes.sha256,
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

const always = ['authorization', 'cookie', 'proxy-authorization'];

/**
 * Some senders sign a delivery once more in a header that the scheme does not look at: an older form, or their own name for it. Some send a secret beside it, as
 * GitLab does with `X-Gitlab-Token`. One has sent the secret itself for months: https://support.circleci.com/hc/en-us/articles/49131607657243
 * A token for idempotency is an id.
 */
const telling =
	/(^|-)(signature(-(v?[0-9]+|sha[0-9]+|ed25519|primary|secondary))?|sig|hmac-sha[0-9]+|authorization-digest|secret|(?<!idempotency-)token|api-?key)$/;

function withoutToken(query: string, name: string | undefined): string {
	if (name === undefined) return query;
	const parameters = new URLSearchParams(query);
	parameters.delete(name);
	return parameters.toString();
}

function withoutCredentials({ delivery, provider, source }: Passage): EventRecord['headers'] {
	const hidden = new Set([...always, ...provider.scheme.credentials, source.authenticate?.apiKey ?? '']);
	return Object.fromEntries(Object.entries(delivery.headers).filter(([name]) => !hidden.has(name) && !telling.test(name)));
}
