import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { charge, prices } from '../../bench/scale/prices.ts';

const root = resolve(import.meta.dirname, '../..');
const filesIn = (folder: string) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
		(file) => [`${folder}/${file}`, join(root, folder, file)] as const,
	);
const named = prices.items.map((price) => [`${price.cloud} ${price.region} ${price.item}`, price] as const);

it.each([...named, ...prices.gateways.map((gateway) => [`${gateway.name} ${gateway.plan}`, gateway] as const)])(
	'%s has an address, a day and how it is known',
	(_, { source, stated, seen }) => {
		expect(new URL(source).protocol).toBe('https:');
		expect(new Date(stated).toISOString().slice(0, 10)).toBe(stated);
		expect(['price list', 'page', 'others', 'memory']).toContain(seen);
	},
);

it.each(named)('%s has tiers that end later and later, the last one never', (_, { tiers, unit }) => {
	const ends = tiers.map(({ upTo = Number.POSITIVE_INFINITY }) => upTo);

	expect(ends).toEqual([...new Set(ends)].toSorted((one, other) => one - other));
	expect(ends.at(-1)).toBe(Number.POSITIVE_INFINITY);
	expect(tiers.every(({ price }, at) => price > 0 && price < (tiers[at - 1]?.price ?? Number.POSITIVE_INFINITY))).toBe(true);
	expect(unit).not.toBe('');
});

it('no item stands there twice, and each region has all of its cloud', () => {
	const items = (cloud: string, region: string) =>
		prices.items.filter((price) => price.cloud === cloud && price.region === region).map(({ item }) => item);

	expect(new Set(named.map(([name]) => name)).size).toBe(named.length);
	expect(items('aws', 'eu-central-1')).toEqual(items('aws', 'us-east-1'));
});

it('what costs less the more there is of it is charged tier by tier', () => {
	const tiers = [{ upTo: 10, price: 2 }, { upTo: 30, price: 1 }, { price: 0.5 }];

	expect([0, 10, 20, 30, 50].map((quantity) => charge(tiers, quantity))).toEqual([0, 20, 30, 40, 50]);
});

describe('a price stands in one file', () => {
	/** Such as nobody writes for another reason. */
	const odd = prices.items
		.flatMap(({ tiers }) => tiers.map(({ price }) => price.toFixed(10).replace(/0+$/, '')))
		.filter((text) => text.length >= 5);

	it.each(['bench', 'scripts', 'src'])('and in no code of %s', (folder) => {
		const code = filesIn(folder).filter(([name]) => name.endsWith('.ts') && !name.includes('node_modules'));

		const stating = code.filter(([, path]) => odd.some((price) => readFileSync(path, 'utf8').includes(price))).map(([name]) => name);

		expect(odd.length).toBeGreaterThan(20);
		expect(stating).toEqual([]);
	});

	it('and on no page outside what is generated, but for the sum on the first one', () => {
		const pages = [['README.md', join(root, 'README.md')] as const, ...filesIn('docs')];
		const own = (path: string) => readFileSync(path, 'utf8').replace(/<!-- ([a-z-]+): written[\s\S]*?<!-- \/\1 -->|```[\s\S]*?```/g, '');

		const amounts = pages.flatMap(([name, path]) => [...own(path).matchAll(/\$\d[\d.,]*/g)].map(([amount]) => `${name} ${amount}`));

		expect(amounts).toEqual(['README.md $17']);
	});
});
