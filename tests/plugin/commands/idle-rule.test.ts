import { describe, expect, it } from '@jest/globals';
import { defaultIdle, idleRule, readIdle } from '../../../src/plugin/commands/idle-rule.ts';
import { github } from '../../../src/providers/github.ts';
import { providers } from '../../../src/providers/providers.ts';
import { shopify } from '../../../src/providers/shopify.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import { retention } from '../../../src/webhook/retention.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const began = 10 * day;
const rotation = (previous: number | undefined, current: number | undefined, from = began) => ({
	began,
	takenUpMillis: 5 * minute,
	idle: hour,
	verified: {
		from,
		previous: { events: 1, ...(previous !== undefined && { last: previous }) },
		current: { events: 1, ...(current !== undefined && { last: current }) },
	},
});

describe('when an old secret is idle', () => {
	it.each([
		['nothing came with the old one', undefined, began + hour, { at: began + 5 * minute + hour, known: true }],
		['the old one verified last', began + 2 * hour, began + hour, { at: began + 3 * hour, known: true }],
		['the old one verified before all had heard of the new one', began + minute, began + hour, { at: began + 65 * minute, known: true }],
		['nothing came with the new one', began + hour, undefined, { at: began + 2 * hour, known: false }],
		['what the new one verified may have been the old one’s', undefined, began + 5 * minute - 1, { at: began + 65 * minute, known: false }],
		['the new one has verified since all have heard of it', undefined, began + 5 * minute, { at: began + 65 * minute, known: true }],
	])('given that %s', (_given, previous, current, expected) => {
		expect(idleRule(rotation(previous, current))).toEqual(expected);
	});

	it.each([
		['none signed with the old one, what was not counted may have been', undefined, began + 6 * hour],
		['one signed with the old one, it is the last one', began + 5.5 * hour, began + 6.5 * hour],
	])('given more than is counted, and among the newest %s', (_given, previous, at) => {
		expect(idleRule(rotation(previous, began + 6 * hour, began + 5 * hour))).toEqual({ at, known: true });
	});
});

describe('for how long it has to be idle', () => {
	it('given a provider that signs a time → an hour, as each retry is signed anew; given one that signs none → as long as it retries', () => {
		expect([stripe, shopify].map(defaultIdle)).toEqual([hour, shopify.retryHorizon * 1000]);
		expect(stripe.retryHorizon).toBeGreaterThan(3600);
		expect(defaultIdle({ ...github, retryHorizon: 0 })).toBe(hour);
	});

	it('is never longer than events are kept, whoever sends them', () => {
		const all = Object.values(providers).flatMap((each) => ('configure' in each ? [] : [each]));

		expect(all.filter((each) => defaultIdle(each) > retention(each)).map(({ id }) => id)).toEqual([]);
	});

	it.each([
		['30m', 30 * minute],
		['24h', day],
		['7d', 7 * day],
		['0s', 0],
	])('given --idle %s', (text, idle) => {
		expect(readIdle(text, stripe)).toBe(idle);
	});

	it.each([
		['soon', '--idle: "soon" is no duration; give 30m, 24h or 3d'],
		['2026-01-01', '--idle: "2026-01-01" is no duration; give 30m, 24h or 3d'],
		['8d', '--idle: at most 7d, since events are kept for no longer'],
	])('given --idle %s → one line', (text, message) => {
		expect(() => readIdle(text, stripe)).toThrow(expect.objectContaining({ name: 'Mistake', message }));
	});
});
