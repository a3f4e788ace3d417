// Events a second that the local run accepts and stores, by the number of connections: `npm run bench:accept`.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { openStore } from '../src/clouds/local/open-store.ts';
import { pairOf } from '../src/plugin/commands/sign-delivery.ts';
import { stripe } from '../src/providers/stripe.ts';
import type { Delivery } from '../src/webhook/delivery.ts';
import { until } from '../tests/clouds/local/until.ts';
import { copyService, type Service } from '../tests/e2e/copy-service.ts';
import { startRun } from '../tests/e2e/start-run.ts';

const rounds = 5;
const loads = [1, 10, 50] as const;
/** Events of a round, per load: about a second's. */
const kinds = [
	{ title: 'stored, and no function is subscribed', type: 'customer.subscription.deleted', events: [1_000, 3_000, 3_000] },
	{ title: 'stored, while a function handles them', type: 'invoice.paid', events: [200, 500, 1_000] },
] as const;
const bodyBytes = 1_024;
const drainLimit = 120_000;

const service = await copyService();
const run = await startRun(service);
try {
	for (const { title, type, events } of kinds) {
		const perSecond = new Map<number, number[]>(loads.map((connections) => [connections, []]));
		// The first round only warms up.
		for (let round = 0; round <= rounds; round += 1) {
			for (const [index, connections] of loads.entries()) {
				const rate = await measure(signed(type, events[index] ?? 0, service), connections, run.port);
				await drained(service);
				if (round > 0) perSecond.get(connections)?.push(rate);
			}
		}
		print(title, perSecond);
	}
} finally {
	await run.kill();
	await service.remove();
}

/** Signed before the clock starts, so that only the sending is the client's. */
function signed(type: string, count: number, { dataDir }: Service): readonly Delivery[] {
	const secret = pairOf({ name: 'stripe', provider: 'stripe', maxBody: 0 }, 'WEBHOOK_SECRET', dataDir).signing;
	return Array.from({ length: count }, () => stripe.scheme.sign(unsigned(type), secret));
}

function unsigned(type: string): Delivery {
	const id = randomUUID();
	const object = { id: `in_${id}`, amount_paid: 4900, currency: 'eur', description: '' };
	const event = { id: `evt_${id}`, object: 'event', type, created: 1_795_000_000, livemode: false, data: { object } };
	object.description = 'x'.repeat(bodyBytes - JSON.stringify(event).length);
	const rawBody = Buffer.from(JSON.stringify(event));
	const headers = { 'content-type': 'application/json', 'content-length': String(rawBody.length) };
	const place = { method: 'POST', path: '/webhooks/stripe', query: '', url: '', remoteAddress: '', traceparent: '' };
	return { ...place, requestId: '', receivedAt: Date.now(), headers, rawBody };
}

/** Events a second, all of them answered 200. */
async function measure(deliveries: readonly Delivery[], connections: number, port: number): Promise<number> {
	const agent = new Agent({ keepAlive: true, maxSockets: connections });
	const left = deliveries[Symbol.iterator]();
	const send = async () => {
		for (const delivery of left) await post(delivery, agent, port);
	};
	const start = performance.now();
	await Promise.all(Array.from({ length: connections }, send));
	const seconds = (performance.now() - start) / 1_000;
	agent.destroy();
	return deliveries.length / seconds;
}

function post({ method, path, headers, rawBody }: Delivery, agent: Agent, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		const sent = request({ host: '127.0.0.1', port, method, path, headers, agent }, (reply) => {
			if (reply.statusCode !== 200) reject(new Error(`answered ${reply.statusCode}`));
			reply.on('end', resolve).resume();
		});
		sent.on('error', reject).end(rawBody);
	});
}

/** What one round leaves to the queue must not slow the next. */
async function drained({ dataDir }: Service): Promise<void> {
	const store = openStore(dataDir);
	await until(async () => (await store.events.list({ status: 'pending', limit: 1 })).length === 0, drainLimit);
	store.close();
}

function print(title: string, perSecond: ReadonlyMap<number, readonly number[]>): void {
	const medians = [...perSecond].map(([connections, rates]) => ({ connections, rates, median: median(rates) }));
	const one = medians[0]?.median ?? 1;
	process.stdout.write(`${title}\n`);
	for (const { connections, median: middle, rates } of medians) {
		const range = `${Math.round(Math.min(...rates))}–${Math.round(Math.max(...rates))}`;
		process.stdout.write(
			`  ${String(connections).padStart(2)} connections  ${String(Math.round(middle)).padStart(5)} events/s  ${(middle / one).toFixed(2)}x  (${range})\n`,
		);
	}
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
