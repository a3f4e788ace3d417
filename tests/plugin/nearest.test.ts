import { describe, expect, it } from '@jest/globals';
import { suggest } from '../../src/plugin/nearest.ts';

const many = Array.from({ length: 17 }, (_, index) => `name-number-${index}`);

describe('the nearest right name', () => {
	it.each([
		['strip', ['slack', 'stripe'], '; did you mean "stripe"?'],
		['Stripe', ['slack', 'stripe'], '; did you mean "stripe"?'],
		['invoicepaid', ['invoice.paid', 'charge.refunded'], '; did you mean "invoice.paid"?'],
		['maxbody', ['maxBody'], '; did you mean "maxBody"?'],
		['warehouse', ['slack', 'stripe'], '; it may be slack, stripe'],
		['', ['slack', 'stripe'], '; it may be slack, stripe'],
		['quite another thing', many, '; the nearest is "name-number-0"'],
		['stripe', [], ''],
	])('given %j among %o', (wrong, names, text) => {
		expect(suggest(wrong, names)).toBe(text);
	});
});
