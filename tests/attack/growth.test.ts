import { describe, expect, it } from '@jest/globals';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { createTargets, type Target } from './fuzz/targets.ts';

/** Texts that a parser may read more than once: each is `size` long. */
const shapes: readonly (readonly [string, (size: number) => string])[] = [
	['one letter', (size) => 'a'.repeat(size)],
	['spaces', (size) => `${' '.repeat(size - 1)}x`],
	['commas', (size) => ','.repeat(size)],
	['equals signs', (size) => '='.repeat(size)],
	['fields', (size) => 't=1,v1=ab,'.repeat(size / 10)],
	['entries', (size) => 'v1,AAAA v9,B '.repeat(size / 13)],
	['values without a name', (size) => '+='.repeat(size / 2)],
	['empty ampersands', (size) => '&'.repeat(size)],
	['escapes', (size) => '%41'.repeat(size / 3)],
	['brackets', (size) => '['.repeat(size)],
	['brackets in each other', (size) => '['.repeat(size / 2) + ']'.repeat(size / 2)],
	['keys', (size) => `{${'"a":1,'.repeat(size / 6)}"b":1}`],
	['quotes', (size) => '"\\"'.repeat(size / 3)],
	['delimiters', (size) => '--x\r\n'.repeat(size / 5)],
	['parts without a name', (size) => `${'--x\r\n\r\n\r\n'.repeat(size / 9)}--x--`],
	['names of lists', (size) => `--x\r\nContent-Disposition: form-data; name="${'a['.repeat(size / 2)}"\r\n\r\n1\r\n--x--`],
	['parameters', (size) => `application/json${'; a=b'.repeat(size / 5)}`],
];
const [small, large] = [6_000, 48_000];
const types = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];

describe.each((await createTargets()).map((target) => [target.provider.id, target] as const))('%s', (_, target) => {
	it.each(shapes)(
		'reads %s in a time that grows no faster than their length, in body and headers, forged and authentic',
		async (_shape, make) => {
			for (const place of ['body', 'signed body', 'headers'] as const) {
				const short = await leastCpu(await reading(target, place, make(small)));

				// Eight times the length takes at most eight times as long; below some milliseconds other costs are more.
				const most = Math.max(5, 8 * short) * 3;
				const long = await leastCpu(await reading(target, place, make(large)), most);

				expect(long).toBeLessThan(most);
			}
		},
	);

	it.each(shapes)('disbelieves 1 MB of %s in 300 ms of CPU', async (_shape, make) => {
		const { scheme } = target.provider;
		const signed = await scheme.sign(first(target.samples), target.secret.signing);
		const forged = { ...signed, rawBody: Buffer.from(make(1024 * 1024)) };

		const cpu = await leastCpu(async () => void (await scheme.verify(forged, [target.secret.verifying])), 300);

		expect(cpu).toBeLessThan(300);
	});
});

async function reading(target: Target, place: 'body' | 'signed body' | 'headers', text: string): Promise<() => Promise<void>> {
	const deliveries =
		place === 'headers'
			? [await withHeaders(target, text)]
			: await Promise.all(types.map((type) => withBody(target, { text, type, signed: place === 'signed body' })));
	return async () => {
		for (const sent of deliveries) await target.post(sent);
	};
}

/** Milliseconds of CPU, the least of three; of twenty where that is `most` or more, since what else the process does (it collects garbage) counts too. */
async function leastCpu(work: () => Promise<void> | void, most = Number.POSITIVE_INFINITY): Promise<number> {
	let least = Number.POSITIVE_INFINITY;
	for (let round = 0; round < 3 || (round < 20 && least >= most); round += 1) {
		const start = process.cpuUsage();
		await work();
		const { user, system } = process.cpuUsage(start);
		least = Math.min(least, (user + system) / 1_000);
	}
	return least;
}

async function withBody(
	{ provider, secret, samples }: Target,
	{ text, type, signed }: { text: string; type: string; signed: boolean },
): Promise<Delivery> {
	const sent = { ...first(samples), query: '', headers: { ...first(samples).headers, 'content-type': type }, rawBody: Buffer.from(text) };
	if (!signed) return sent;
	try {
		return await provider.scheme.sign(sent, secret.signing);
	} catch (error) {
		// A body that has no place for the proof goes unsigned.
		if (error instanceof TypeError || error instanceof RangeError) return sent;
		throw error;
	}
}

async function withHeaders({ provider, secret, samples, telling }: Target, text: string): Promise<Delivery> {
	const sent = await provider.scheme.sign(first(samples), secret.signing);
	const names = ['authorization', 'content-type', ...telling];
	return { ...sent, headers: { ...sent.headers, ...Object.fromEntries(names.map((name) => [name, text])) } };
}

function first([sample]: readonly Delivery[]): Delivery {
	if (sample === undefined) throw new Error('no sample');
	return sample;
}
