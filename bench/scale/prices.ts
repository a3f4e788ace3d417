import { readFileSync } from 'node:fs';

export const clouds = ['aws', 'google', 'azure'] as const;
export type Cloud = (typeof clouds)[number];

/** Of the quantity up to `upTo`, counted from the first; the last one has no end. */
export type Tier = { readonly upTo?: number; readonly price: number };

/** Where a statement is from, and the day of which it is known to be true. */
export type Known = {
	/** The vendor's page. */
	readonly source: string;
	readonly stated: string;
	/** `price list`: in what the vendor publishes for machines; `page`: on its page; `others`: others say so; `memory`: not looked up. */
	readonly seen: 'price list' | 'page' | 'others' | 'memory';
	readonly note?: string;
};

export type Price = Known & {
	readonly cloud: Cloud;
	readonly region: string;
	readonly item: string;
	readonly what: string;
	readonly unit: string;
	/** US dollars for one unit. */
	readonly tiers: readonly Tier[];
};

/** A plan of a hosted gateway, for a month. */
export type Gateway = Known & {
	readonly name: string;
	readonly plan: string;
	readonly currency: 'USD' | 'EUR';
	/** Null where the page has none. */
	readonly fee: number | null;
	readonly includedEvents: number;
	/** For a million events more: the lowest and the highest that is stated. None where nothing is. */
	readonly perMillion: readonly number[];
	/** What of the fee is for events. */
	readonly credit?: number;
	readonly retentionDays?: number;
	/** Events a second, and what one more costs. */
	readonly perSecond?: { readonly included: number; readonly each?: number };
};

const text = readFileSync(new URL('prices.json', import.meta.url), 'utf8');
// Sound, because tests/scale/prices.test.ts looks at every entry.
export const prices = JSON.parse(text) as { readonly items: readonly Price[]; readonly gateways: readonly Gateway[] };

/** The region that a cloud's sums are for, unless they say another. */
export const regions: Readonly<Record<Cloud, string>> = { aws: 'us-east-1', google: 'us-central1', azure: 'eastus' };

export function priceOf(item: string, cloud: Cloud, region: string = regions[cloud]): Price {
	const found = prices.items.find((price) => price.cloud === cloud && price.region === region && price.item === item);
	if (found === undefined) throw new Error(`prices.json has no ${item} of ${cloud} in ${region}`);
	return found;
}

/** US dollars. */
export function charge(tiers: readonly Tier[], quantity: number): number {
	let [sum, from] = [0, 0];
	for (const { upTo = Number.POSITIVE_INFINITY, price } of tiers) {
		sum += Math.max(0, Math.min(quantity, upTo) - from) * price;
		from = upTo;
	}
	return sum;
}
