import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openStore, type Store } from '../src/clouds/local/open-store.ts';
import { readEvent } from '../src/clouds/local/read-event.ts';
import { createSecrets } from '../src/clouds/local/secrets.ts';
import { changeSecretsFile } from '../src/clouds/local/secrets-file.ts';
import { createOutside } from '../src/clouds/outside.ts';
import type { Handler } from '../src/middleware/open-trigger.ts';
import { stripe } from '../src/providers/stripe.ts';
import { receive } from '../src/receive.ts';
import type { Cloud } from '../src/webhook/ports.ts';
import { defaultMaxBody, defaultRetry, type Route, type Routes } from '../src/webhook/source.ts';
import { type GatewayEvent, signed } from './sent.ts';

const secret = 'whsec_bench';
const path = '/webhooks/stripe';
const type = 'customer.subscription.deleted';

export const endpoint: Route = { function: 'stripe', source: 'stripe', ack: 'stored', path };
export const subscribed: Route = { function: 'subscription-ended', source: 'stripe', type, ack: 'stored' };

/** A folder on the disk of the project: that of the system's temporary files may be memory. */
export function folder(): { readonly path: string; readonly remove: () => void } {
	const path = mkdtempSync(join(import.meta.dirname, 'data-'));
	return { path, remove: () => rmSync(path, { recursive: true }) };
}

export type Embedded = { readonly store: Store; readonly handler: Handler };

/** Stripe's endpoint over the embedded store in that folder, as its thread in `npm start` has it, with the log line off. */
export function embedded(dataDir: string, routes: readonly Route[]): Embedded {
	changeSecretsFile(dataDir, () => ({ STRIPE_WEBHOOK_SECRET: { verifying: secret, signing: secret } }));
	const store = openStore(dataDir);
	const { events, queue, blobs, records, openings } = store;
	const cloud: Cloud = {
		name: 'local',
		functionName: () => endpoint.function,
		now: Date.now,
		wait: setTimeout,
		open: readEvent,
		respond: ({ status, headers, body }) => ({ statusCode: status, headers, body }),
		dispose: (_, dispositions) => ({ dispositions }),
		...{ events, queue, blobs, records, openings },
		secrets: createSecrets(dataDir),
		outside: createOutside({ now: Date.now }),
		metrics: { add: () => {}, flush: () => {} },
		explained: true,
		log: { info: () => {}, warn: () => {}, error: () => {} },
		call: () => Promise.reject(new Error('nobody is called')),
	};
	return { store, handler: receive(stripe, { cloud, routes: routesFor(routes) }) };
}

export function routesFor(routes: readonly Route[]): Routes {
	const source = { name: 'stripe', provider: 'stripe', maxBody: defaultMaxBody };
	return { service: 'bench', stage: 'dev', sources: { stripe: source }, routes, retry: defaultRetry, timeouts: {} };
}

/** Events of 1 KB with ids of their own, signed before anything is timed. */
export function signedEvents(count: number): readonly GatewayEvent[] {
	const headers = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)' };
	return Array.from({ length: count }, () => {
		const id = randomUUID();
		const event = { id: `evt_${id}`, object: 'event', type, created: 1_795_000_000, livemode: false, data: { object: { id, note: '' } } };
		event.data.object.note = 'x'.repeat(1_024 - JSON.stringify(event).length);
		return signed(stripe, { path, headers, body: Buffer.from(JSON.stringify(event)) }, secret);
	});
}

/** Sends one event after the other to the endpoint. Signing more of them is not a part of what is timed, so there have to be enough. */
export function sender(handler: Handler, count: number): () => Promise<void> {
	const left = [...signedEvents(count)];
	return async () => {
		const reply = (await handler(left.pop(), {})) as { readonly statusCode: number };
		if (reply.statusCode !== 200) throw new Error(`answered ${reply.statusCode}`);
	};
}
