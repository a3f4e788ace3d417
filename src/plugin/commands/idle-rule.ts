import type { Provider } from '../../webhook/provider.ts';
import { retention } from '../../webhook/retention.ts';
import { Mistake } from '../mistake.ts';
import type { Verified } from './count-verified.ts';
import { durationOf } from './read-filter.ts';

const hour = 60 * 60_000;

type Proof = Pick<Provider, 'scheme' | 'retryHorizon'>;

/**
 * For how long nothing that the old secret has signed must have come. A signature that holds a time is made anew for each retry, so it is never older than its
 * tolerance; one that holds none may be sent again for as long as the provider retries.
 */
export function defaultIdle({ scheme, retryHorizon }: Proof): number {
	return Math.max(hour, (scheme.tolerance || retryHorizon) * 1000);
}

/** @throws {Mistake} for no duration, or one for which no event is kept */
export function readIdle(text: string | undefined, provider: Proof): number {
	if (text === undefined) return defaultIdle(provider);
	const idle = durationOf(text);
	if (idle === undefined) throw new Mistake(`--idle: "${text}" is no duration; give 30m, 24h or 3d`);
	const most = retention(provider);
	if (idle > most) throw new Mistake(`--idle: at most ${most / hour / 24}d, since events are kept for no longer`);
	return idle;
}

type Rotation = {
	/** Since when both secrets are set. */
	readonly began: number;
	readonly takenUpMillis: number;
	readonly idle: number;
	readonly verified: Verified;
};

/** When the old secret may be retired if nothing signed with it comes until then, and whether the sender is known to sign with the new one. */
export function idleRule({ began, takenUpMillis, idle, verified }: Rotation): { readonly at: number; readonly known: boolean } {
	const { current, previous, from } = verified;
	// Until then something may have verified with the old one, and taken it for the current one.
	const settled = began + takenUpMillis;
	// Of what was not counted, any may have been signed with the old one.
	const quiet = previous.last ?? (from > began ? from : settled);
	return { at: Math.max(settled, quiet) + idle, known: current.last !== undefined && current.last >= settled };
}
