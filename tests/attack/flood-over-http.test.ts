import { Agent, request } from 'node:http';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { stripe } from '../../src/providers/stripe.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { delivery } from '../local-platform.ts';
import { bytesInUse } from './collect.ts';
import { type Served, serve, signed } from './serve.ts';

const requests = 10_000;
const oneInSoMany = 100;
const connections = 20;

let served: Served;
const agent = new Agent({ keepAlive: true, maxSockets: connections });
beforeEach(async () => {
	served = await serve();
});
afterEach(async () => {
	agent.destroy();
	await served.close();
});

function forged(index: number): Delivery {
	const genuine = signed(`evt_${index - (index % oneInSoMany)}`, `,"pad":"${'x'.repeat(500)}"`);
	const { 'stripe-signature': _none, ...others } = genuine.headers;
	const kinds: readonly (() => Delivery)[] = [
		() => ({ ...genuine, headers: others }),
		() => ({ ...genuine, rawBody: Buffer.concat([genuine.rawBody, Buffer.from(' ')]) }),
		() => stripe.scheme.sign(delivery({ rawBody: genuine.rawBody }), 'whsec_another_secret'),
		() => ({ ...genuine, headers: { ...others, 'stripe-signature': 'x'.repeat(1_000) } }),
	];
	return kinds[index % kinds.length]?.() ?? genuine;
}

function post({ method, path, headers, rawBody }: Delivery): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		const own = { ...headers, 'content-length': String(rawBody.length) };
		const sent = request({ host: '127.0.0.1', port: served.port, method, path, headers: own, agent }, (reply) => {
			reply.on('end', () => resolve(reply.statusCode)).resume();
		});
		sent.on('error', reject).end(rawBody);
	});
}

it('10,000 deliveries of which one in a hundred is authentic: those are kept and no other, and neither memory nor log grows', async () => {
	const answers = new Map<string, number>();
	const inUse: number[] = [];
	const left = Array.from({ length: requests }, (_, index) => index)[Symbol.iterator]();
	const start = Date.now();
	const send = async () => {
		for (const index of left) {
			const genuine = index % oneInSoMany === 0;
			const answer = `${genuine ? 'genuine' : 'forged'} ${await post(genuine ? signed(`evt_${index}`) : forged(index))}`;
			answers.set(answer, (answers.get(answer) ?? 0) + 1);
			if (index % 250 === 0) inUse.push(bytesInUse());
		}
	};

	await Promise.all(Array.from({ length: connections }, send));
	const minutes = Math.ceil((Date.now() - start) / 60_000) + 1;

	const genuine = requests / oneInSoMany;
	expect(Object.fromEntries(answers)).toEqual({ 'genuine 200': genuine, 'forged 401': requests - genuine });
	const kept = (await served.on.cloud.events.list({ limit: requests })).map(({ id }) => id);
	const expected = Array.from({ length: genuine }, (_, index) => `evt_${index * oneInSoMany}`);
	expect(kept.toSorted()).toEqual(expected.toSorted());
	const quarter = Math.floor(inUse.length / 4);
	const [second, last] = [median(inUse.slice(quarter, 2 * quarter)), median(inUse.slice(-quarter))];
	expect(last - second).toBeLessThan(4 * 1024 * 1024);
	// Each authentic one has its line; of the others so many a minute, and one that counts the rest.
	expect(served.on.lines.length).toBeLessThanOrEqual(genuine + 61 * minutes);
}, 300_000);

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
