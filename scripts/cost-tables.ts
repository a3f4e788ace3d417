import { type Cost, eventsOf, standingOf, sumOf } from '../bench/scale/month-of.ts';
import { type Cloud, prices } from '../bench/scale/prices.ts';
import { table } from './markdown.ts';
import { known, plainPrice } from './state.ts';

/** Kilobytes of a body, each on another side of what a cloud keeps beside the record. */
const sizes: Readonly<Record<Cloud, readonly number[]>> = { aws: [2, 8, 32], google: [2, 8, 64], azure: [2, 8, 64] };

/** What a million events cost, each for one function that works at the first attempt. */
export function eventCosts(cloud: Cloud): string {
	const named = [...new Set(prices.items.filter((price) => price.cloud === cloud).map(({ region }) => region))];
	const [first = '', ...others] = named;
	const columns = (region: string) =>
		sizes[cloud].map((size) => eventsOf(cloud, { events: 1e6, bodyBytes: size * 1024, functions: 1, attempts: 1 }, region));
	const all = (region: string) => [
		named.length > 1 ? `**all, ${region}**` : '**all**',
		...columns(region).map((costs) => `**${dollars(sumOf(costs))}**`),
	];
	return table(
		['a million events, US dollars', ...sizes[cloud].map((size) => `${size} KB`)],
		[...side(columns(first)), all(first), ...others.map(all)],
	);
}

function side(columns: readonly (readonly Cost[])[]): readonly (readonly string[])[] {
	const [first = []] = columns;
	return first.map(({ what }, at) => [what, ...columns.map((costs) => dollars(costs[at]?.dollars ?? 0))]);
}

/** What the sample service costs in a month in which nothing comes. */
export function standingCosts(cloud: Cloud): string {
	return table(
		['a month, US dollars', 'about'],
		standingOf(cloud).map(({ what, dollars: amount }) => [what, dollars(amount)]),
	);
}

export function awsPrices(): string {
	const own = prices.items.filter(({ cloud }) => cloud === 'aws');
	const named = [...new Set(own.map(({ region }) => region))];
	const items = [...new Set(own.map(({ item }) => item))];
	return table(
		['price, US dollars', ...named],
		items.map((item) => {
			const each = named.map((region) => own.find((price) => price.item === item && price.region === region));
			return [
				`${each[0]?.what}: a ${each[0]?.unit}`,
				...each.map((price) => (price ? `${plainPrice(price.tiers[0]?.price ?? 0)} (${known(price)})` : '')),
			];
		}),
	);
}

const dollars = (amount: number) => amount.toFixed(2);
