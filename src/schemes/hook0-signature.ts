import { type Delivery, digestible } from '../webhook/delivery.ts';
import type { DirectScheme } from '../webhook/scheme.ts';
import { checkTime, clocks } from './clock.ts';
import { decode } from './decode.ts';
import { firstMatch } from './first-match.ts';
import { digestLength, generateKey, hmac, hmacKeyReader, sameBytes } from './hmac.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';

export type Hook0Options = {
	/** Lower case. */
	readonly header: string;
	/** The header with an id of its own for each event, and the others that the sender signs, where a delivery has them; lower case. What was signed is in the signature, so `verify` knows it. */
	readonly id: string;
	readonly others: readonly string[];
	/** Seconds, in both directions. */
	readonly tolerance: number;
};

/**
 * Hook0's: `t=<seconds>,h=<names of headers>,v1=<hex>`, an HMAC-SHA256 of the time, the names, the values of these headers and the body, joined by full stops.
 * `v0`, which may stand beside it and signs no header, is not looked at. https://docs.cdp.coinbase.com/webhooks/verify-signatures
 *
 * No header is proved by it: with a full stop in two values, one could give a part of itself to the other. The body can't.
 */
export function hook0Signature({ header, id, others, tolerance }: Hook0Options): DirectScheme {
	const key = hmacKeyReader();
	const clock = clocks.seconds;
	return {
		name: 'hook0',
		credentials: [header],
		covers: { body: 'all' },
		tolerance,
		sign: (delivery, signing) => {
			const given = delivery.headers[id] ?? '';
			const sent = { ...delivery, headers: { ...delivery.headers, [id]: valueText.test(given) ? given : delivery.requestId } };
			const names = [...others, id].filter((name) => valueText.test(sent.headers[name] ?? '')).join(' ');
			const time = clock.print(delivery.receivedAt);
			const before = head({ time, names }, sent);
			if (before === undefined) throw new TypeError(`${header}: ${id} can not be signed`);
			const signature = hmac('sha256', key(signing), before, sent.rawBody).toString('hex');
			return { ...sent, headers: { ...sent.headers, [header]: `t=${time},h=${names},v1=${signature}` } };
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, key);
			const value = delivery.headers[header];
			if (!value) return refused('signature-missing');
			const claim = readClaim(value);
			if (claim === undefined) return refused('signature-malformed');
			const disbelief = checkTime(claim.time, { clock, receivedAt: delivery.receivedAt, tolerance });
			if (disbelief) return refused(disbelief);
			const before = head(claim, delivery);
			if (before === undefined) return refused('signature-malformed');
			return firstMatch(keys, (each) => sameBytes(claim.signature, hmac('sha256', each, before, digestible(delivery))));
		},
		generate: () => generateKey(),
	};
}

type Signed = { readonly time: string; readonly names: string };

/** A header must not be able to ask for hundreds. */
const mostItems = 8;
const mostNames = 16;
const namesText = /^[a-z0-9_-]+( [a-z0-9_-]+)*$/;

function readClaim(value: string): (Signed & { readonly signature: Buffer }) | undefined {
	const texts = value.split(',', mostItems + 1);
	const items = new Map(texts.flatMap((text) => readItem(text) ?? []));
	// Each is there once, and nothing that is no item.
	if (texts.length > mostItems || items.size !== texts.length) return undefined;
	const [time, names, hex] = [items.get('t'), items.get('h'), items.get('v1')];
	if (time === undefined || names === undefined || hex === undefined || !namesText.test(names)) return undefined;
	const signature = decode(hex, 'hex', digestLength.sha256);
	return signature && { time, names, signature };
}

function readItem(text: string): readonly (readonly [name: string, value: string])[] | undefined {
	const [, name, value] = /^([a-z][a-z0-9]*)=([\x20-\x7e]+)$/.exec(text) ?? [];
	return name === undefined || value === undefined ? undefined : [[name, value]];
}

/** A body begins with a brace or a bracket. With one of these in a value, its end could be the beginning of a body. */
const valueText = /^[^{}[\]]+$/;

function head({ time, names }: Signed, { headers }: Delivery): string | undefined {
	const list = names.split(' ', mostNames + 1);
	const values = list.map((name) => headers[name] ?? '');
	if (list.length > mostNames || new Set(list).size !== list.length || !values.every((value) => valueText.test(value))) return undefined;
	return `${[time, names, ...values].join('.')}.`;
}
