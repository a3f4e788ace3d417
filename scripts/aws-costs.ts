/** What a million events cost on AWS, for docs/deploy-aws.md: list prices, what one event does, and the sum. Free tiers and taxes are left out. */

type Prices = { readonly [Name in keyof typeof priceNames]: number };

/** AWS's list prices in US dollars, as they were known in November 2026. Whoever changes one runs `npm run generate`. */
const priceNames = {
	api: 'HTTP API, a million requests of up to 512 KB',
	invocation: 'Lambda, a million calls',
	compute: 'Lambda on arm64, a GB-second',
	write: 'DynamoDB on demand, a million write units (1 KB each)',
	read: 'DynamoDB on demand, a million read units (4 KB each)',
	table: 'DynamoDB, a GB and month, with point-in-time recovery',
	queue: 'SQS standard, a million requests',
	put: 'S3, a million PUTs',
	get: 'S3, a million GETs',
	bucket: 'S3 standard, a GB and month',
	logs: 'CloudWatch Logs, a GB taken in',
	alarm: 'CloudWatch, a metric in an alarm, a month',
} as const;

const regions: Readonly<Record<string, Prices>> = {
	'us-east-1': {
		...{ api: 1, invocation: 0.2, compute: 0.0000133334, write: 0.625, read: 0.125, table: 0.25 + 0.2 },
		...{ queue: 0.4, put: 5, get: 0.4, bucket: 0.023, logs: 0.5, alarm: 0.1 },
	},
	'eu-central-1': {
		...{ api: 1.2, invocation: 0.2, compute: 0.0000133334, write: 0.7625, read: 0.1525, table: 0.306 + 0.2448 },
		...{ queue: 0.4, put: 5.4, get: 0.43, bucket: 0.0245, logs: 0.63, alarm: 0.1 },
	},
};

/** Bytes of an item in the table, counted on dynalite for a delivery of Stripe's with the headers that API Gateway passes on. */
const itemSizes = { '2 KB': 2967, '8 KB': 9111, '32 KB': 990 } as const;
type Size = keyof typeof itemSizes;
const sizes = Object.keys(itemSizes) as Size[];

const month = 30;
/** Days: kept for 7, and 15 more until TTL; an object 30 more. */
const [itemDays, objectDays] = [22, 37];
/** Estimates: an own index entry and DynamoDB's overhead, what a delivery and its run log, and how long a warm call takes without your own code. */
const [entryBytes, logBytes, callSeconds, blobSeconds] = [450, 3000, 0.025, 0.025];

/** One event of one function, that works at the first attempt. */
function parts(size: Size, price: Prices): readonly (readonly [what: string, dollars: number])[] {
	const item = itemSizes[size];
	const blob = size === '32 KB' ? 1 : 0;
	const kilobytes = Math.ceil(item / 1024);
	return [
		['HTTP API: 1 request', price.api],
		['Lambda: 2 calls of 1 GB', 2 * price.invocation + 1e6 * 2 * (callSeconds + blob * blobSeconds) * price.compute],
		['DynamoDB: 4 writes of the item, 6 of index entries', (4 * kilobytes + 6) * price.write],
		['DynamoDB: 1 read of the item', Math.ceil(item / 4096) * price.read],
		[`DynamoDB: the item for ${itemDays} days`, (((item + entryBytes) / 1000) * itemDays * price.table) / month],
		['SQS: send, receive, delete', 3 * price.queue],
		['S3: PUT and GET', blob * (price.put + price.get)],
		[`S3: the body for ${objectDays} days`, (blob * 32.768 * objectDays * price.bucket) / month],
		['CloudWatch Logs', (logBytes / 1000) * price.logs],
	];
}

export const costHead = ['a million events, US dollars', ...sizes] as const;

export function costRows(): readonly (readonly string[])[] {
	const [[first, price] = ['', undefined], ...others] = Object.entries(regions);
	if (price === undefined) return [];
	const rows = parts('2 KB', price).map(([what], at) => [what, ...sizes.map((size) => dollars(parts(size, price)[at]?.[1] ?? 0))]);
	const total = (region: string, prices: Prices) => [
		`**all, ${region}**`,
		...sizes.map((size) => `**${dollars(parts(size, prices).reduce((sum, [, each]) => sum + each, 0))}**`),
	];
	return [...rows, total(first, price), ...others.map(([region, prices]) => total(region, prices))];
}

export const priceHead = ['price, US dollars', ...Object.keys(regions)] as const;

export function priceRows(): readonly (readonly string[])[] {
	const names = Object.keys(priceNames) as (keyof Prices)[];
	return names.map((name) => [priceNames[name], ...Object.values(regions).map((prices) => plain(prices[name]))]);
}

const dollars = (amount: number) => amount.toFixed(2);
/** No exponent, and no digits that the sum of two prices made up. */
const plain = (amount: number) => amount.toFixed(10).replace(/\.?0+$/, '');
