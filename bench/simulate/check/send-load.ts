import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { localPlace } from '../../../src/plugin/commands/local-place.ts';
import { stripe } from '../../../src/providers/stripe.ts';
import type { Delivery } from '../../../src/webhook/delivery.ts';
import { exponential, randomOf } from '../random.ts';
import { median } from '../tally.ts';

export type Sent = { readonly id: string; readonly at: number; readonly answeredAt: number; readonly status: number };

type Target = { readonly port: number; readonly dataDir: string };

type Sending = { readonly rate: number; readonly seconds: number; readonly seed: number };

/** Milliseconds from the beginning, at which the simulation has deliveries come under the same seed. */
export function timesOf({ rate, seconds, seed }: Sending): readonly number[] {
	const gaps = randomOf(seed);
	const times: number[] = [];
	for (let at = exponential(1 / rate, gaps); at <= seconds; at += exponential(1 / rate, gaps)) times.push(at * 1000);
	return times;
}

/** Signs a delivery for each of these times, and returns what sends them, whether or not the earlier ones are answered: so only the sending is in the time. */
export async function prepare(times: readonly number[], target: Target): Promise<() => Promise<readonly Sent[]>> {
	const deliveries = await signed('invoice.paid', times.length, target);
	return async () => {
		const agent = new Agent({ keepAlive: true });
		const start = performance.now();
		const sent = await Promise.all(
			times.map(async (at, index) => {
				await pause(Math.max(0, start + at - performance.now()));
				return await post(deliveries[index] as Unsent, agent, target.port);
			}),
		);
		agent.destroy();
		return sent;
	};
}

/** Seconds of an answer, one delivery after the other on one connection; the median, after some that only warm up. */
export async function measureAccept(target: Target, count: number): Promise<number> {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const times: number[] = [];
	for (const delivery of await signed('customer.subscription.deleted', count, target)) {
		const start = performance.now();
		await post(delivery, agent, target.port);
		times.push((performance.now() - start) / 1000);
	}
	agent.destroy();
	return median(times.slice(Math.floor(count / 4)));
}

type Unsent = { readonly id: string; readonly delivery: Delivery };

async function signed(type: string, count: number, { dataDir }: Target): Promise<readonly Unsent[]> {
	const { signing } = await localPlace(dataDir).secrets.pair('STRIPE_WEBHOOK_SECRET');
	return Array.from({ length: count }, () => {
		const id = randomUUID();
		return { id, delivery: stripe.scheme.sign(unsigned(type, id), signing) };
	});
}

function unsigned(type: string, id: string): Delivery {
	const event = { id: `evt_${id}`, object: 'event', type, created: 1_795_000_000, livemode: false, data: { object: { id } } };
	const rawBody = Buffer.from(JSON.stringify(event));
	const headers = { 'content-type': 'application/json', 'content-length': String(rawBody.length) };
	const place = { method: 'POST', path: '/webhooks/stripe', query: '', url: '', remoteAddress: '', traceparent: '' };
	return { ...place, requestId: '', receivedAt: Date.now(), headers, rawBody };
}

function post({ id, delivery: { method, path, headers, rawBody } }: Unsent, agent: Agent, port: number): Promise<Sent> {
	const at = Date.now();
	return new Promise((resolve, reject) => {
		const asked = request({ host: '127.0.0.1', port, method, path, headers, agent }, (reply) => {
			reply.on('end', () => resolve({ id, at, answeredAt: Date.now(), status: reply.statusCode ?? 0 })).resume();
		});
		asked.on('error', reject).end(rawBody);
	});
}
