import type { Delivery } from '../webhook/delivery.ts';
import type { DirectScheme } from '../webhook/scheme.ts';
import { textAt } from '../webhook/text-at.ts';
import { type ClockName, checkTime, clocks } from './clock.ts';
import { readJson } from './read-json.ts';
import { refused } from './refused.ts';

export type TimeInBodyOptions = {
	/** The field of the JSON body that holds the time, as a number. */
	readonly field: string;
	readonly clock: Exclude<ClockName, 'rfc3339'>;
	/** Seconds, in both directions. */
	readonly tolerance: number;
};

/** A signature over the whole body, where the body says when it was sent. It is read only once the signature has proved it. */
export function timeInBody(signature: DirectScheme, { field, clock: name, tolerance }: TimeInBodyOptions): DirectScheme {
	if (signature.covers.body !== 'all') throw new TypeError(`${field}: a time in a body that is not signed proves nothing`);
	const clock = clocks[name];
	return {
		...signature,
		name: 'timestamped-hmac',
		tolerance,
		sign: (delivery, signing) => signature.sign(withTime(delivery, { field, time: Number(clock.print(delivery.receivedAt)) }), signing),
		verify: (delivery, secrets) => {
			const verdict = signature.verify(delivery, secrets);
			if (!verdict.valid) return verdict;
			const { receivedAt, rawBody } = delivery;
			const disbelief = checkTime(textAt(readJson(rawBody), field), { clock, receivedAt, tolerance });
			return disbelief ? refused(disbelief) : verdict;
		},
	};
}

/** What is no JSON object has no place for it, and is never believed. */
function withTime(delivery: Delivery, { field, time }: { readonly field: string; readonly time: number }): Delivery {
	const body = readJson(delivery.rawBody);
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return delivery;
	return { ...delivery, rawBody: Buffer.from(JSON.stringify({ ...body, [field]: time })) };
}
