import type { Scheme } from '../webhook/scheme.ts';
import { checkTimestamp, toSeconds } from './check-timestamp.ts';
import { decode } from './decode.ts';
import { firstMatch } from './first-match.ts';
import { digestLength, generateText, type HmacAlgorithm, hmac, sameBytes, textKeyReader } from './hmac.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';

export type TimestampedHmacOptions = {
	/** Lower case. */
	readonly header: string;
	/** Lower case; its value is Unix seconds. */
	readonly timestampHeader: string;
	readonly algorithm: HmacAlgorithm;
	readonly encoding: 'hex' | 'base64';
	/** What the signature header's value starts with, whole: `v0=`. */
	readonly prefix?: string;
	/** What is signed before the timestamp. */
	readonly lead?: string;
	/** What is signed between timestamp and body; may be empty. */
	readonly separator: string;
	/** Seconds, in both directions. */
	readonly tolerance: number;
};

/** The HMAC of timestamp and body, keyed with the secret's UTF-8 bytes; signature and timestamp have a header each. */
export function timestampedHmac(options: TimestampedHmacOptions): Scheme {
	const { header, timestampHeader, algorithm, encoding, prefix = '', lead = '', separator, tolerance } = options;
	const key = textKeyReader();
	const head = (timestamp: string) => lead + timestamp + separator;
	return {
		name: 'timestamped-hmac',
		credentials: [header],
		tolerance,
		sign: (delivery, signing) => {
			const timestamp = String(toSeconds(delivery.receivedAt));
			const signature = hmac(algorithm, key(signing), head(timestamp), delivery.rawBody);
			return {
				...delivery,
				headers: { ...delivery.headers, [timestampHeader]: timestamp, [header]: prefix + signature.toString(encoding) },
			};
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, key);
			const value = delivery.headers[header];
			if (!value) return refused('signature-missing');
			if (!value.startsWith(prefix)) return refused('signature-malformed');
			const signature = decode(value.slice(prefix.length), encoding, digestLength[algorithm]);
			if (!signature) return refused('signature-malformed');
			const timestamp = delivery.headers[timestampHeader] ?? '';
			const disbelief = checkTimestamp(timestamp, delivery.receivedAt, tolerance);
			if (disbelief) return refused(disbelief);
			return firstMatch(keys, (each) => sameBytes(signature, hmac(algorithm, each, head(timestamp), delivery.rawBody)));
		},
		generate: () => generateText(),
	};
}

/** Slack's form: `v0=<hex>` over `v0:<timestamp>:<body>`. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function slackHmac(options: {
	readonly header: string;
	readonly timestampHeader: string;
	readonly prefix: string;
	readonly tolerance: number;
}): Scheme {
	const { prefix } = options;
	return timestampedHmac({ ...options, algorithm: 'sha256', encoding: 'hex', prefix: `${prefix}=`, lead: `${prefix}:`, separator: ':' });
}

/** Stripe's form: `t=<timestamp>,v1=<hex>[,v1=<hex>]` over `<timestamp>.<body>`. https://docs.stripe.com/webhooks/signature */
export function stripeHmac({ header, tolerance }: { readonly header: string; readonly tolerance: number }): Scheme {
	const key = textKeyReader();
	return {
		name: 'timestamped-hmac',
		credentials: [header],
		tolerance,
		sign: (delivery, signing) => {
			const timestamp = String(toSeconds(delivery.receivedAt));
			const signature = hmac('sha256', key(signing), `${timestamp}.`, delivery.rawBody).toString('hex');
			return { ...delivery, headers: { ...delivery.headers, [header]: `t=${timestamp},v1=${signature}` } };
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, key);
			const value = delivery.headers[header];
			if (!value) return refused('signature-missing');
			const parts = readStripeHeader(value);
			if (!parts) return refused('signature-malformed');
			const disbelief = checkTimestamp(parts.timestamp, delivery.receivedAt, tolerance);
			if (disbelief) return refused(disbelief);
			return firstMatch(keys, (each) => {
				const expected = hmac('sha256', each, `${parts.timestamp}.`, delivery.rawBody);
				return parts.signatures.some((signature) => sameBytes(signature, expected));
			});
		},
		generate: () => generateText('whsec_'),
	};
}

/** Other schemes than `v1` are skipped, as Stripe asks for; anything that is no `name=value`, and a second `t`, is refused. */
function readStripeHeader(value: string): { readonly timestamp: string; readonly signatures: readonly Buffer[] } | undefined {
	let timestamp: string | undefined;
	const signatures: Buffer[] = [];
	for (const item of value.split(',')) {
		const [, name, text] = /^([a-z][a-z0-9]*)=([\x21-\x7e]+)$/.exec(item) ?? [];
		if (name === undefined || text === undefined || (name === 't' && timestamp !== undefined)) return undefined;
		if (name === 't') timestamp = text;
		if (name !== 'v1') continue;
		const signature = decode(text, 'hex', digestLength.sha256);
		if (!signature) return undefined;
		signatures.push(signature);
	}
	return timestamp === undefined || signatures.length === 0 ? undefined : { timestamp, signatures };
}
