import type { RedactionRule } from './redaction.ts';

/** What a source asks of a caller before its signature is looked at. Values are secrets: `<SOURCE>_API_KEY`, `_BEARER_TOKEN`, `_BASIC_AUTH` (`user:password`). */
export type Authenticate = {
	/** The header that carries the API key, lower case. */
	readonly apiKey?: string;
	readonly bearer?: boolean;
	readonly basic?: boolean;
	/** Addresses or CIDR ranges, IPv4 or IPv6. */
	readonly ips?: readonly string[];
};

/** One configured sender. */
export type Source = {
	readonly name: string;
	/** A provider's id. */
	readonly provider: string;
	/** Bytes. */
	readonly maxBody: number;
	readonly authenticate?: Authenticate;
	/** What a provider family is configured with. */
	readonly options?: Readonly<Record<string, unknown>>;
	/** What of a body is not kept, or only as a digest. */
	readonly redact?: readonly RedactionRule[];
	/** Whether bodies are kept sealed. */
	readonly encrypt?: boolean;
	/** Milliseconds for which what was sent is kept, where that is not as long as its event. */
	readonly retention?: number;
};

/** When the sender gets its 2xx: once the event is committed, or once the function returned and that is recorded. */
export type Ack = 'stored' | 'handled';

/** One `webhook` event of serverless.yml. Without a `type` it is the endpoint of its source. */
export type Route = {
	readonly function: string;
	readonly source: string;
	readonly type?: string;
	readonly ack: Ack;
	/** Only a route that senders can post to has one. */
	readonly path?: string;
	/** Instead of the service's. */
	readonly retry?: Retry;
	/** Events that don't match are not for this function. */
	readonly filter?: Filter;
};

/** How often a function is tried, and the seconds before its second attempt (they double from there). */
export type Retry = { readonly attempts: number; readonly backoff: number };

/** An EventBridge pattern for the payload: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
export type Filter = { readonly [field: string]: unknown };

/** Everything that serverless.yml says about webhooks; the plugin puts it into each bundle as `#routes`. */
export type Routes = {
	readonly service: string;
	readonly stage: string;
	readonly sources: Readonly<Record<string, Source>>;
	readonly routes: readonly Route[];
	readonly retry: Retry;
	/** Seconds that each function may run, by name. */
	readonly timeouts: Readonly<Record<string, number>>;
};

export const defaultMaxBody = 1024 * 1024;
export const defaultRetry: Retry = { attempts: 8, backoff: 10 };

export type SecretKind = 'WEBHOOK_SECRET' | 'VERIFY_TOKEN' | 'API_KEY' | 'BEARER_TOKEN' | 'BASIC_AUTH' | 'STORAGE_KEY';

/** `secretName('stripe-eu', 'WEBHOOK_SECRET')` is `STRIPE_EU_WEBHOOK_SECRET`. While a secret rotates, `…_PREVIOUS` is valid too. */
export function secretName(source: string, kind: SecretKind): string {
	return `${source.toUpperCase().replaceAll('-', '_')}_${kind}`;
}

/** One that was valid before. It is read to say why a delivery was not believed, and verifies nothing. */
export const retiredName = (name: string) => `${name}_RETIRED`;
