/** What a million events cost on Google Cloud and Azure, for docs/clouds.md: list prices, what one event does, and the sum. Free tiers and taxes are left out. */

/** What it is, how many millions of it (or how much), and the price of one in US dollars. */
type Part = readonly [what: string, count: number, price: number];

const month = 30;
/** Days: kept for 7, and for as long as a dead letter that names it, which is 31 on Google and 14 on Azure, and one more; an object for longer than its record. */
const [recordDays, objectDays] = [
	{ google: 39, azure: 22 },
	{ google: 54, azure: 37 },
];
/** Estimates: kilobytes of a record with its headers and entries besides the body, and of what a delivery and its run log. */
const [recordKilobytes, logKilobytes] = [2, 3];
/** What goes to blobs leaves the record. */
const kept = (kilobytes: number, room: number) => recordKilobytes + (kilobytes > room ? 0 : kilobytes);
const stored = (kilobytes: number, days: number) => (kilobytes * days) / month;

/** us-central1. A call takes less than the 0.1 s that are billed; it has one CPU and half a GB. */
function google(kilobytes: number): readonly Part[] {
	const blob = kilobytes > 16 ? 1 : 0;
	return [
		['Cloud Run functions: 2 requests', 2, 0.4],
		['… and 0.1 s of 1 CPU and 512 MB for each', 2e6 * 0.1, 0.000024 + 0.5 * 0.0000025],
		['Firestore: 4 writes', 4, 0.9],
		['Firestore: 1 read', 1, 0.3],
		['Firestore: 1 removal by its TTL', 1, 0.1],
		[`Firestore: the record for ${recordDays.google} days, GB`, stored(kept(kilobytes, 16), recordDays.google), 0.15],
		['Pub/Sub: 1 KB in and 1 KB out, GB', 2, 0.04],
		['Cloud Storage: 1 object put, 1 got', blob, 5 + 0.4],
		[`Cloud Storage: the body for ${objectDays.google} days, GB`, blob * stored(kilobytes, objectDays.google), 0.02],
		['Cloud Logging: GB', logKilobytes, 0.5],
	];
}

/** East US. Flex Consumption bills a second at least while an instance works, here of 2 GB. */
function azure(kilobytes: number): readonly Part[] {
	const blob = kilobytes > 48 ? 1 : 0;
	return [
		['Functions: 2 executions', 2, 0.4],
		['… and a second of 2 GB for each, where nothing shares it', 2e6 * 2, 0.000026],
		['Tables: 5 requests, of 13 operations', 13, 0.036],
		[`Tables: the record for ${recordDays.azure} days, GB`, stored(kept(kilobytes, 48), recordDays.azure), 0.045],
		['Queues: put, get, remove', 3, 0.04],
		['Blobs: 1 put, 1 got', blob, 5 + 0.4],
		[`Blobs: the body for ${objectDays.azure} days, GB`, blob * stored(kilobytes, objectDays.azure), 0.0184],
		['Application Insights: our lines and as much of the host’s own, GB', 2 * logKilobytes, 2.3],
	];
}

const clouds = { google, azure } as const;
const sizes = [2, 8, 64] as const;
const columns = (cloud: keyof typeof clouds) => sizes.map((size) => clouds[cloud](size));

export const cloudCostHead = ['a million events, US dollars', ...sizes.map((size) => `${size} KB`)] as const;

export function cloudCostRows(cloud: keyof typeof clouds): readonly (readonly string[])[] {
	const [first = [], ...others] = columns(cloud);
	const rows = first.map(([what], at) => [what, ...[first, ...others].map((parts) => dollars(parts.slice(at, at + 1)))]);
	return [...rows, ['**all**', ...columns(cloud).map((parts) => `**${dollars(parts)}**`)]];
}

function dollars(parts: readonly Part[]): string {
	return parts.reduce((sum, [, count, price]) => sum + count * price, 0).toFixed(2);
}
