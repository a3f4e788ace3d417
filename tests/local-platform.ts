import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openStore, type Store } from '../src/clouds/local/open-store.ts';
import type { Platform } from '../src/middleware/step.ts';
import type { Delivery } from '../src/webhook/delivery.ts';
import type { Message } from '../src/webhook/message.ts';
import type { Outside } from '../src/webhook/outside.ts';
import type { Cloud, Disposition, Trigger } from '../src/webhook/ports.ts';
import type { Reply } from '../src/webhook/reply.ts';
import type { Route, Source } from '../src/webhook/source.ts';

export type TestPlatform = Platform & {
	readonly store: Store;
	readonly dataDir: string;
	readonly secrets: Map<string, string>;
	readonly lines: string[];
	/** What was measured: name, value, and of what. A `flush` is a `-`. */
	readonly measured: unknown[];
	readonly close: () => void;
};

/** The chains over the real embedded store, with triggers and replies passed as they are. */
export function localPlatform(name: string, routes: readonly Route[], sources: Readonly<Record<string, Partial<Source>>>): TestPlatform {
	const dataDir = mkdtempSync(join(tmpdir(), 'hookport-'));
	const store = openStore(dataDir);
	const secrets = new Map<string, string>();
	const lines: string[] = [];
	const measured: unknown[] = [];
	const write = (message: string, fields = {}) => void lines.push(`${message} ${JSON.stringify(fields)}`);
	const { events, queue, blobs, records, openings } = store;
	const cloud: Cloud = {
		name: 'local',
		functionName: () => name,
		now: Date.now,
		wait: setTimeout,
		open: (input) => input as Trigger,
		respond: (reply) => reply,
		dispose: (_, dispositions) => dispositions,
		metrics: { add: (...given) => void measured.push(given), flush: () => void measured.push('-') },
		log: { info: write, warn: write, error: write },
		secrets: {
			get: async (key) => secrets.get(key),
			refresh: async () => false,
			offer: async (key, value) => {
				if (!secrets.has(key)) secrets.set(key, value);
				return secrets.get(key) === value;
			},
		},
		outside: nowhere,
		call: async (called) => Promise.reject(new Error(`no function ${called}`)),
		...{ events, queue, blobs, records, openings },
	};
	const full = Object.entries(sources).map(([key, source]) => [key, { name: key, provider: key, maxBody: 1024 * 1024, ...source }]);
	return {
		cloud,
		routes: { service: 'test', stage: 'test', sources: Object.fromEntries(full), routes, retry: { attempts: 3, backoff: 1 }, timeouts: {} },
		store,
		dataDir,
		secrets,
		lines,
		measured,
		close: () => {
			store.close();
			rmSync(dataDir, { recursive: true });
		},
	};
}

/** No host can be reached. */
export const nowhere: Outside = {
	read: ({ url }) => Promise.reject(new Error(`no way to ${url}`)),
	visit: (url) => Promise.reject(new Error(`no way to ${url}`)),
};

export const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

export function delivery(fields: Partial<Delivery> = {}): Delivery {
	return {
		requestId: 'request-1',
		receivedAt: Date.now(),
		method: 'POST',
		path: '/webhooks/stripe',
		query: '',
		url: 'http://localhost:3000/webhooks/stripe',
		headers: { 'content-type': 'application/json' },
		rawBody: Buffer.from('{}'),
		remoteAddress: '127.0.0.1',
		traceparent,
		...fields,
	};
}

type Handler = (input: unknown, context: unknown) => Promise<unknown>;

export async function deliver(handler: Handler, sent: Delivery): Promise<Reply> {
	return (await handler({ kind: 'delivery', delivery: sent } satisfies Trigger, {})) as Reply;
}

export async function wake(handler: Handler, message: Message): Promise<Disposition> {
	const [disposition] = (await handler(
		{ kind: 'messages', messages: [message], requestId: 'request-2' } satisfies Trigger,
		{},
	)) as Disposition[];
	if (disposition === undefined) throw new Error('no disposition');
	return disposition;
}
