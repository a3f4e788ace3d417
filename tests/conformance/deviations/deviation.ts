import type { DeliveryName } from '../deliveries.ts';
import type { Seen, Verdict } from '../verdict.ts';

/** Where a platform is unlike the others. */
export type Deviation = {
	readonly cloud: 'aws' | 'google' | 'azure';
	/** What the platform does. */
	readonly what: string;
	/** Why nothing of ours can help it; or what of ours does, and then no delivery shows it. */
	readonly why: string;
	/** The platform's own word for it. */
	readonly link: string;
	/** What becomes of these deliveries in a package. */
	readonly http?: Partial<Record<DeliveryName, Change>>;
	/** The test that shows it where `http` does not. Neither: only the platform itself can. */
	readonly test?: string;
};

/** The other verdict, from the one that all clouds but this have, and what our code is to see. */
export type Change = (given: { readonly verdict: Verdict; readonly seen: Seen }) => Verdict;

/** It reaches the function, which sees it so. */
export const reached =
	(otherwise: Partial<Seen> = {}): Change =>
	({ seen }) => ({ status: 200, headers: {}, body: '', seen: { ...seen, ...otherwise } });

/** The platform answers by itself, with nothing to read. */
export const unread =
	(status: number): Change =>
	() => ({ status, headers: {}, body: '' });
