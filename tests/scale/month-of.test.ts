import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { hostedMonth } from '../../bench/scale/hosted-month.ts';
import { eventsOf, monthOf, standingOf, sumOf } from '../../bench/scale/month-of.ts';
import { clouds, type Gateway, prices } from '../../bench/scale/prices.ts';
import { sharedSeconds } from '../../bench/scale/traffic.ts';

const usual = { events: 1e8, bodyBytes: 2048, functions: 1, attempts: 1 };
const costs = (cloud: (typeof clouds)[number], change: Partial<typeof usual> = {}) =>
	monthOf(cloud, { ...usual, ...change }).map(({ dollars }) => Number(dollars.toFixed(2)));

/** By hand, from the prices as they stand in the file. Whoever changes a price there, changes it here. */
describe('a month of 10⁸ events of 2 KB', () => {
	it('on AWS is what was summed up by hand', () => {
		expect(costs('aws')).toEqual([
			100, // 100 million requests
			106.67, // 200 million calls, 40.00; 5 million GB-seconds, 66.67
			1125, // 1,800 million units: 4 writes of 3, 6 of entries
			12.5, // 100 million units
			112.76, // 341.7 GB for 22 of 30 days, of 0.45
			120, // 300 million requests
			...[0, 0], // nothing in S3
			150, // 300 GB
			...[5.5, 18, 3, 2.33, 0.09],
		]);
	});

	it('on Google is what was summed up by hand', () => {
		expect(costs('google')).toEqual([
			80, // 200 million requests
			304.48, // 0.1 s of 10⁸ runs; of the endpoint 0.1 s, of which 4.86 events share one
			360, // 400 million writes
			...[30, 10], // 100 million reads, and removals
			78, // 400 GB for 39 of 30 days
			7.81, // 200 GB, 0.1953 TiB
			...[0, 0], // nothing in Cloud Storage
			150, // 300 GB
			...[0.1, 0.23, 0.6],
		]);
	});

	it('on Azure is what was summed up by hand', () => {
		expect(costs('azure')).toEqual([
			80, // 200 million executions
			262.76, // a second of 2 GB, of which 39.58 executions share one, in each app
			54, // 1,500 million operations
			13.2, // 400 GB for 22 of 30 days
			120, // 300 million operations
			...[0, 0], // nothing in Blobs
			1380, // 600 GB
			...[2.45, 4.15],
		]);
	});
});

it.each(clouds)('10⁶ events on %s cost no more than a hundredth, but for what stands there and what they share less', (cloud) => {
	const small = sumOf(monthOf(cloud, { ...usual, events: 1e6 })) - sumOf(standingOf(cloud));

	expect(small).toBeLessThanOrEqual(sumOf(eventsOf(cloud, { ...usual, events: 1e6 })) + 0.001);
});

it.each(clouds)('more functions, attempts and bytes cost more on %s', (cloud) => {
	const sum = (change: Partial<typeof usual>) => sumOf(monthOf(cloud, { ...usual, ...change }));

	for (const change of [{ functions: 2 }, { attempts: 1.5 }, { bodyBytes: 8192 }]) expect(sum(change)).toBeGreaterThan(sum({}));
});

it('calls that come alone are billed alone, and those that come at once share the time', () => {
	expect(sharedSeconds(100, { least: 1, atOnce: 8, perSecond: 0 })).toBe(100);
	expect(sharedSeconds(100, { least: 1, atOnce: 8, perSecond: 9 })).toBe(10);
	expect(sharedSeconds(800, { least: 1, atOnce: 8, perSecond: 1e9 })).toBeCloseTo(800 * (0.025 / 8));
});

it('the sum on the first page is that of a million events', () => {
	const page = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
	const sum = sumOf(eventsOf('aws', { ...usual, events: 1e6 }));

	expect(page).toContain(`A million events of 2 KB cost about $${Math.round(sum)} by list prices`);
});

describe('a hosted gateway', () => {
	const plan: Gateway = {
		...{ name: 'a', plan: 'b', currency: 'USD', source: 'https://example.com', stated: '2026-12-01', seen: 'page' },
		...{ fee: 50, includedEvents: 1e6, perMillion: [2, 3] },
	};

	it.each([
		['the fee alone for what is in it', plan, 1e6, { low: 50, high: 50 }],
		['what comes on top, by the lowest and the highest that is stated', plan, 5e6, { low: 58, high: 62 }],
		['the fee as a credit, where it is one', { ...plan, credit: 50 }, 51e6, { low: 100, high: 150 }],
		['no price for more than the plan has', { ...plan, perMillion: [] }, 2e6, { unknown: 'no price' }],
		['no price where there is no fee', { ...plan, fee: null }, 1, { unknown: 'no price' }],
		['no price above its events a second', { ...plan, perSecond: { included: 10 } }, 1e8, { unknown: 'over 10 a second' }],
		[
			'events a second that are paid for one by one',
			{ ...plan, includedEvents: 184_000, perSecond: { included: 1, each: 2 } },
			5_184_000,
			{ low: 62, high: 67 },
		],
	])('costs %s', (_, gateway, events, expected) => {
		expect(hostedMonth(gateway, events)).toEqual(expected);
	});

	it('that is in the file has a price for at least one of the volumes, or says why not', () => {
		const silent = prices.gateways.filter((gateway) => 'unknown' in hostedMonth(gateway, 1e6) && gateway.note === undefined);

		expect(silent).toEqual([]);
	});
});
