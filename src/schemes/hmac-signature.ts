import type { DirectScheme } from '../webhook/scheme.ts';
import { type ClockName, checkTime, clocks } from './clock.ts';
import type { Encoding } from './decode.ts';
import { firstMatch } from './first-match.ts';
import { digestLength, generateKey, type HmacAlgorithm, hmac, hmacKeyReader, type KeyForm, sameBytes } from './hmac.ts';
import { readKeys } from './read-keys.ts';
import { type ListForm, readSignatures, writeSignature } from './read-signatures.ts';
import { refused } from './refused.ts';
import { signedContent } from './signed-content.ts';

export type HmacSignatureOptions = {
	/** The header with the signature; lower case. */
	readonly header: string;
	/** Headers that may hold the signature instead, made with another secret; lower case. */
	readonly alternates?: readonly string[];
	readonly algorithm?: HmacAlgorithm;
	readonly encoding: Encoding;
	/** What stands before each signature: `sha256=`, or `v1=` in a list. */
	readonly prefix?: string;
	/** The header holds a list: several signatures while a secret rotates, perhaps the time, perhaps signatures of other kinds, which are skipped. */
	readonly list?: ListForm;
	/** What is signed, such as `{time}.{body}`; see {@link signedContent}. */
	readonly signs?: string;
	readonly time?: {
		/** Lower case; absent where the time stands in the list. */
		readonly header?: string;
		readonly clock?: ClockName;
		/** Seconds, in both directions. */
		readonly tolerance: number;
	};
	/** How the secret becomes the key. */
	readonly key?: KeyForm;
	/** What the provider's secrets start with. It is a part of the key. */
	readonly secretPrefix?: string;
	/** What every body of the sender begins with. Said where anybody may have a text of another form signed, as X's challenges let him: that proves no body. */
	readonly begins?: string;
};

type Signed = { readonly signatures: readonly Buffer[]; readonly parts: readonly (string | Buffer)[] };

/** An HMAC over the body, and over whatever else the template names, in a header. */
export function hmacSignature(options: HmacSignatureOptions): DirectScheme {
	const {
		header,
		alternates = [],
		algorithm = 'sha256',
		signs = '{body}',
		time,
		key: keyForm = 'text',
		secretPrefix,
		begins = '',
	} = options;
	const content = signedContent(signs);
	if (content.hasTime !== (time !== undefined)) throw new TypeError(`${header}: a time is signed if and only if it is bounded`);
	const key = hmacKeyReader(keyForm);
	const clock = clocks[time?.clock ?? 'seconds'];
	const form = { ...options, length: digestLength[algorithm] };
	const names = [header, ...alternates];
	const covered = time?.header === undefined ? [] : [time.header];
	return {
		name: time ? 'timestamped-hmac' : content.covers.url ? 'url-hmac' : 'body-hmac',
		credentials: names,
		covers: { ...content.covers, headers: [...(content.covers.headers ?? []), ...covered] },
		...(time && { tolerance: time.tolerance }),
		...(secretPrefix && { secretPrefix }),
		keyedAs: (other) => hmacSignature({ ...options, key: other }),
		sign: (delivery, signing) => {
			const printed = clock.print(delivery.receivedAt);
			const parts = content.of(delivery, printed, options.list?.items);
			if (parts === undefined) throw new TypeError(`${header}: the delivery lacks what is signed (${signs})`);
			const value = writeSignature(hmac(algorithm, key(signing), ...parts), { ...options, time: printed });
			return { ...delivery, headers: { ...delivery.headers, ...(time?.header && { [time.header]: printed }), [header]: value } };
		},
		verify: (delivery, secrets) => {
			const keys = readKeys(secrets, key);
			const signed: Signed[] = [];
			for (const name of names) {
				const value = delivery.headers[name];
				if (!value) continue;
				const lists = readSignatures(value, form);
				if (lists === undefined) return refused('signature-malformed');
				for (const { signatures, time: listed, items } of lists) {
					const printed = (time?.header === undefined ? listed : delivery.headers[time.header]) ?? '';
					const disbelief = time && checkTime(printed, { clock, receivedAt: delivery.receivedAt, tolerance: time.tolerance });
					if (disbelief) return refused(disbelief);
					const parts = content.of(delivery, printed, items);
					if (parts === undefined) return refused('signature-malformed');
					signed.push({ signatures, parts });
				}
			}
			if (signed.length === 0) return refused('signature-missing');
			if (delivery.rawBody.toString('latin1', 0, begins.length) !== begins) return refused('signature-malformed');
			return firstMatch(keys, (each) =>
				signed.some(({ signatures, parts }) => {
					const expected = hmac(algorithm, each, ...parts);
					return signatures.some((signature) => sameBytes(signature, expected));
				}),
			);
		},
		generate: () => generateKey(keyForm, secretPrefix),
	};
}
