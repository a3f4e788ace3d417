import type { Delivery } from '../webhook/delivery.ts';
import type { DirectScheme, Disbelief } from '../webhook/scheme.ts';
import { textAt } from '../webhook/text-at.ts';
import { type ClockName, checkTime, clocks } from './clock.ts';
import { decode, type Encoding, encode } from './decode.ts';
import { firstMatch } from './first-match.ts';
import { digestLength, generateKey, type HmacAlgorithm, hmac, hmacKeyReader, type KeyForm, sameBytes } from './hmac.ts';
import { type NamedKey, namedKeyReader } from './named-key.ts';
import { readJson } from './read-json.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';
import { joinFields, type SignedField } from './signed-field.ts';
import { tokenPlace } from './token-place.ts';
import { type BodyPlace, changeAt, valuesAt } from './values-at.ts';

export type FieldsHmacOptions = {
	readonly algorithm: HmacAlgorithm;
	readonly encoding: Encoding;
	/** Each of these is signed by itself, and all have to be; the whole JSON body unless told. */
	readonly items?: BodyPlace;
	/** Where its signature is: in the item itself, or in the query. */
	readonly signature: { readonly at: BodyPlace } | { readonly query: string };
	readonly fields: readonly SignedField[];
	readonly separator?: string;
	/** Where in the item the time is. One of the fields has to hold it. */
	readonly time?: { readonly at: BodyPlace; readonly clock: ClockName; readonly tolerance: number };
	readonly key?: KeyForm;
	/** The secret has two halves, `<name>:<key>`, of this form. */
	readonly named?: string;
};

/** An HMAC over some fields of a JSON body. Whatever else the body says is not signed. */
export function fieldsHmac(options: FieldsHmacOptions): DirectScheme {
	const { algorithm, encoding, items: place = [], signature: where, fields, separator = '', time, key: form = 'text', named } = options;
	const key = keyOf(form, named);
	const query = 'query' in where ? tokenPlace(where) : undefined;
	const made = (item: unknown, { name, key: each }: NamedKey) => {
		const text = joinFields(fields, separator, item, name);
		return text === undefined ? undefined : hmac(algorithm, each, text);
	};
	const given = (delivery: Delivery, items: readonly unknown[]) =>
		'at' in where ? items.map((item) => valuesAt(item, where.at)[0]) : query?.get(delivery);
	const late = (items: readonly unknown[], receivedAt: number): Disbelief | undefined => {
		if (time === undefined) return undefined;
		const { at, clock, tolerance } = time;
		const texts = items.map((item) => textAt(item, ...at));
		return texts.map((text) => checkTime(text, { clock: clocks[clock], receivedAt, tolerance })).find((reason) => reason !== undefined);
	};
	return {
		name: 'fields-hmac',
		credentials: [],
		...('query' in where && { queryCredential: where.query }),
		covers: { body: 'part' },
		...(time && { tolerance: time.tolerance }),
		sign: (delivery, signing) => {
			const secret = key(signing);
			const signatures: string[] = [];
			const read = readJson(delivery.rawBody);
			if (read === undefined) throw new TypeError('what is signed stands in a JSON body, and the body is none');
			const body = changeAt(read, place, (item) => {
				const timed = time ? changeAt(item, time.at, () => clocks[time.clock].print(delivery.receivedAt)) : item;
				const digest = made(timed, secret);
				if (digest === undefined) throw new TypeError('the body lacks a field that is signed');
				const signature = encode(digest, encoding);
				signatures.push(signature);
				return 'at' in where ? changeAt(timed, where.at, () => signature) : timed;
			});
			if (signatures.length === 0) throw new TypeError('the body holds nothing that is signed');
			return { ...delivery, ...query?.put(delivery, signatures.join()), rawBody: Buffer.from(JSON.stringify(body)) };
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, key);
			const body = readJson(delivery.rawBody);
			const items = body === undefined ? [] : valuesAt(body, place);
			const values = given(delivery, items) ?? [];
			if (items.length === 0 || values.length !== items.length || values.some((value) => value === undefined || value === ''))
				return refused('signature-missing');
			const signatures = values.map((value) => (typeof value === 'string' ? decode(value, encoding, digestLength[algorithm]) : undefined));
			if (signatures.includes(undefined)) return refused('signature-malformed');
			const disbelief = late(items, delivery.receivedAt);
			if (disbelief) return refused(disbelief);
			return firstMatch(keys, (each) => {
				const expected = items.map((item) => made(item, each));
				return expected.every((digest, index) => digest !== undefined && sameBytes(digest, signatures[index] ?? Buffer.alloc(0)));
			});
		},
		generate: () => {
			const { verifying } = generateKey(form);
			const secret = named === undefined ? verifying : `name1:${verifying}`;
			return { verifying: secret, signing: secret };
		},
	};
}

function keyOf(form: KeyForm, named: string | undefined): (secret: string) => NamedKey {
	const key = hmacKeyReader(form);
	return named === undefined ? (secret) => ({ name: '', key: key(secret) }) : namedKeyReader(named, key);
}
