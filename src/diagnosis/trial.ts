import type { Delivery } from '../webhook/delivery.ts';
import type { Scheme, Verdict } from '../webhook/scheme.ts';

/** What the scheme is asked about. */
type Trial = { readonly scheme: Scheme; readonly delivery: Delivery; readonly secrets: readonly string[] };

/** Asks a scheme; `undefined` where a secret is unusable or too much was asked. It never throws. */
export type Ask = (changes?: Partial<Trial>) => Promise<Verdict | undefined>;

/** @param most calls, each of which may be a walk over the body */
export function openTrial(trial: Trial, keys: string | undefined, most: number): Ask {
	let calls = 0;
	return async (changes) => {
		const { scheme, delivery, secrets } = { ...trial, ...changes };
		calls += 1;
		try {
			return calls > most ? undefined : await scheme.verify(delivery, secrets, keys);
		} catch {
			return undefined;
		}
	};
}

/** The first that holds. The others are tried all the same: the time that it takes must not tell a sender which did. */
export async function firstHolding<Variant>(
	variants: Iterable<Variant>,
	ask: (variant: Variant) => ReturnType<Ask>,
): Promise<Variant | undefined> {
	let found: Variant | undefined;
	for (const variant of variants) if ((await ask(variant))?.valid) found ??= variant;
	return found;
}
