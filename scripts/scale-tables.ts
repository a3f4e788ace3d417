import { type HostedMonth, hostedMonth } from '../bench/scale/hosted-month.ts';
import { eventsPerSecond, limits } from '../bench/scale/limits.ts';
import { monthOf, sumOf } from '../bench/scale/month-of.ts';
import { type Cloud, clouds, type Gateway, type Price, prices } from '../bench/scale/prices.ts';
import type { Traffic } from '../bench/scale/traffic.ts';
import { table } from './markdown.ts';
import { linked, plainPrice } from './state.ts';

const volumes = [1e6, 1e8, 1e10] as const;
const volumeNames = ['10⁶ events', '10⁸ events', '10¹⁰ events'] as const;
const usual: Omit<Traffic, 'events'> = { bodyBytes: 2048, functions: 1, attempts: 1 };
export const cloudNames: Readonly<Record<Cloud, string>> = {
	aws: 'AWS, us-east-1',
	google: 'Google Cloud, us-central1',
	azure: 'Azure, East US',
};

export function limitTable(cloud: Cloud): string {
	const own = limits.filter((limit) => limit.cloud === cloud);
	return table(
		['limit', 'value', 'events a second', 'beyond it', 'can it be raised', 'known from'],
		own.map((limit) => {
			const { limit: what, value, unit, times, because, beyond, raise, note } = limit;
			const amount = value === null ? 'none' : `${times === undefined ? '' : `${times} × `}${whole(value)} ${unit}`;
			const events = eventsPerSecond(limit);
			return [
				note === undefined ? what : `${what} (${note})`,
				amount,
				events === undefined ? '' : `**${whole(events)}**: ${because}`,
				beyond,
				raise,
				linked(limit),
			];
		}),
	);
}

/** A month of 2 KB events on each cloud, and by the list of each hosted gateway. */
export function monthTable(): string {
	const own = clouds.map((cloud) => [
		`**${cloudNames[cloud]}**`,
		...volumes.map((events) => `**$${whole(sumOf(monthOf(cloud, { ...usual, events })))}**`),
		'',
	]);
	const hosted = prices.gateways.map((gateway) => [
		`${gateway.name} ${gateway.plan}`,
		...volumes.map((events) => hostedText(hostedMonth(gateway, events), gateway)),
		linked(gateway),
	]);
	return table(['a month', ...volumeNames, 'known from'], [...own, ...hosted]);
}

function hostedText(month: HostedMonth, { currency }: Gateway): string {
	if ('unknown' in month) return month.unknown;
	const sign = currency === 'EUR' ? '€' : '$';
	return [...new Set([month.low, month.high])].map((amount) => `${sign}${whole(amount)}`).join(' to ');
}

/** The lines that make most of a month. */
export function lineTable(): string {
	const rows = clouds.flatMap((cloud) =>
		volumes.map((events, at) => {
			const costs = monthOf(cloud, { ...usual, events });
			const biggest = costs.toSorted((one, other) => other.dollars - one.dollars).slice(0, 4);
			return [
				cloudNames[cloud],
				volumeNames[at] ?? '',
				biggest.map(({ what, dollars }) => `$${whole(dollars)} ${what.replace(/^… and |(,|:) GB$/g, '')}`).join('<br>'),
			];
		}),
	);
	return table(['cloud', 'a month', 'the biggest lines'], rows);
}

/** What else than the number of events makes the sum: at 10⁸. */
export function otherTrafficTable(): string {
	const others: readonly (readonly [string, Partial<Traffic>])[] = [
		['2 KB, one function, one attempt', {}],
		['8 KB', { bodyBytes: 8 * 1024 }],
		['64 KB', { bodyBytes: 64 * 1024 }],
		['two functions for each event', { functions: 2 }],
		['1.5 attempts on average', { attempts: 1.5 }],
	];
	return table(
		['10⁸ events a month', ...clouds.map((cloud) => cloudNames[cloud])],
		others.map(([name, change]) => [
			name,
			...clouds.map((cloud) => `$${whole(sumOf(monthOf(cloud, { ...usual, events: 1e8, ...change })))}`),
		]),
	);
}

export function gatewayTable(): string {
	return table(
		['plan', 'a month', 'with it', 'a million more', 'kept', 'events a second', 'note', 'known from'],
		prices.gateways.map((gateway) => {
			const { name, plan, currency, fee, includedEvents, perMillion, retentionDays, perSecond, note = '' } = gateway;
			const sign = currency === 'EUR' ? '€' : '$';
			return [
				`${name} ${plan}`,
				fee === null ? 'not stated' : `${sign}${fee}`,
				whole(includedEvents),
				perMillion.map((price) => `${sign}${price.toFixed(2).replace('.00', '')}`).join(' to ') || 'not stated',
				retentionDays === undefined ? 'not stated' : `${retentionDays} days`,
				perSecond === undefined ? 'not stated' : whole(perSecond.included),
				note,
				linked(gateway),
			];
		}),
	);
}

export function priceTable(): string {
	const home = prices.items.filter(({ region }) => region !== 'eu-central-1');
	return table(
		['cloud', 'item', 'US dollars', 'known from'],
		home.map((price) => [cloudNames[price.cloud], price.what, tiersText(price), linked(price) + (price.note ? `; ${price.note}` : '')]),
	);
}

function tiersText({ tiers, unit }: Price): string {
	return tiers
		.map(({ upTo, price }, at) => `${plainPrice(price)}${at === 0 ? ` a ${unit}` : ''}${upTo === undefined ? '' : ` up to ${whole(upTo)}`}`)
		.join(', then ');
}

const whole = (amount: number) => Math.round(amount).toLocaleString('en-US');
