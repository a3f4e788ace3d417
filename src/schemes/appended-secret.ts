import { createHash } from 'node:crypto';
import type { DirectScheme } from '../webhook/scheme.ts';
import { checkTime, clocks } from './clock.ts';
import { decode } from './decode.ts';
import { firstMatch } from './first-match.ts';
import { digestLength, generateKey, sameBytes } from './hmac.ts';
import { keyReader } from './key-reader.ts';
import { readKeys } from './read-keys.ts';
import { refused } from './refused.ts';

type Algorithm = 'sha1' | 'sha256';

type Options = {
	readonly header: string;
	/** What the sender may be set to, its default first. A digest's length tells which it is. */
	readonly algorithms: readonly [Algorithm, ...Algorithm[]];
	/** Unix seconds; the tolerance in seconds, in both directions. */
	readonly time: { readonly header: string; readonly tolerance: number };
};

/** A plain digest (hex) over body, time and secret. No HMAC, but with the secret at the end nobody can append to what was signed. */
export function appendedSecret({ header, algorithms, time }: Options): DirectScheme {
	const read = keyReader((secret) => secret);
	const made = (algorithm: Algorithm, parts: readonly (string | Buffer)[]) => {
		const hash = createHash(algorithm);
		for (const part of parts) hash.update(part);
		return hash.digest();
	};
	return {
		name: 'appended-secret',
		credentials: [header],
		covers: { body: 'all', headers: [time.header] },
		tolerance: time.tolerance,
		sign: (delivery, signing) => {
			const printed = clocks.seconds.print(delivery.receivedAt);
			const digest = made(algorithms[0], [delivery.rawBody, printed, read(signing)]);
			return { ...delivery, headers: { ...delivery.headers, [time.header]: printed, [header]: digest.toString('hex') } };
		},
		verify: ({ headers, rawBody, receivedAt }, secrets) => {
			const keys = readKeys(secrets, read);
			const value = headers[header];
			if (!value) return refused('signature-missing');
			const given = decode(value, 'hex');
			const algorithm = algorithms.find((each) => digestLength[each] === given?.length);
			if (given === undefined || algorithm === undefined) return refused('signature-malformed');
			const printed = headers[time.header] ?? '';
			const disbelief = checkTime(printed, { clock: clocks.seconds, receivedAt, tolerance: time.tolerance });
			if (disbelief) return refused(disbelief);
			return firstMatch(keys, (each) => sameBytes(given, made(algorithm, [rawBody, printed, each])));
		},
		generate: () => generateKey(),
	};
}
