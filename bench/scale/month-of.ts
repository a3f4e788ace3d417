import { awsStanding, awsUsage } from './aws-usage.ts';
import { azureStanding, azureUsage } from './azure-usage.ts';
import { googleStanding, googleUsage } from './google-usage.ts';
import { type Cloud, charge, priceOf, regions } from './prices.ts';
import { type Line, seconds, type Traffic } from './traffic.ts';

export type Cost = { readonly what: string; readonly dollars: number };

/** By the traffic, and by how many events come in a second, which share what is billed by the time that an instance works. */
const usage: Readonly<Record<Cloud, (traffic: Traffic, perSecond: number) => readonly Line[]>> = {
	aws: awsUsage,
	google: googleUsage,
	azure: azureUsage,
};

const standing: Readonly<Record<Cloud, readonly Line[]>> = { aws: awsStanding, google: googleStanding, azure: azureStanding };

/** What a month of this traffic costs, line by line, spread evenly over the month, and what stands there in any case. */
export function monthOf(cloud: Cloud, traffic: Traffic): readonly Cost[] {
	return costsOf([...usage[cloud](traffic, traffic.events / seconds), ...standing[cloud]], cloud);
}

/** What events cost of which none shares an instance with another, without what stands there in any case. */
export function eventsOf(cloud: Cloud, traffic: Traffic, region?: string): readonly Cost[] {
	return costsOf(usage[cloud](traffic, 0), cloud, region);
}

export function standingOf(cloud: Cloud): readonly Cost[] {
	return costsOf(standing[cloud], cloud);
}

export function sumOf(costs: readonly Cost[]): number {
	return costs.reduce((sum, { dollars }) => sum + dollars, 0);
}

function costsOf(lines: readonly Line[], cloud: Cloud, region: string = regions[cloud]): readonly Cost[] {
	return lines.map(({ what, uses }) => ({
		what,
		dollars: Object.entries(uses).reduce((sum, [item, quantity]) => sum + charge(priceOf(item, cloud, region).tiers, quantity), 0),
	}));
}
