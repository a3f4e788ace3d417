import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { providers } from '../../src/providers/providers.ts';
import type { Delivery, Headers } from '../../src/webhook/delivery.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import { openQuestions } from './open-questions.ts';

type Sample = {
	readonly type: string;
	readonly contentType: string;
	readonly headers: Headers;
	readonly query?: string;
	readonly body: string;
};

const folder = new URL('../../src/providers/samples/', import.meta.url);

/** Every provider, a family with the fewest options. One that asks questions is not described yet: all that it would fail follows from them. */
export const described: readonly Provider[] = Object.values(providers)
	.filter(({ id }) => openQuestions(id).length === 0)
	.map((each) => ('configure' in each ? each.configure({ header: 'x-signature', timestamp: 'x-timestamp' }) : each));

/** One provider of each kind of proof, for what is too much work for all of them. */
export const kinds: readonly Provider[] = described.filter(
	(each) => described.find((other) => kindOf(other) === kindOf(each)) === each || ['github', 'slack', 'stripe'].includes(each.id),
);

function kindOf({ scheme: { name, covers, credentials } }: Provider): string {
	return JSON.stringify([name, covers.body, covers.url, credentials.length > 0]);
}

export function samplesOf(provider: Provider): readonly Sample[] {
	const own = new URL(`${provider.id}/`, folder);
	return readdirSync(own).map((file) => JSON.parse(readFileSync(new URL(file, own), 'utf8')));
}

/** The types that the provider is known to send; `undefined` where they are open. */
export function typesOf(provider: Provider): readonly string[] | undefined {
	const file = new URL(`../types/${provider.id}.json`, folder);
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

export function deliveryOf(sample: Sample, id: string = randomUUID()): Delivery {
	const fill = (text: string) => text.replaceAll('{{id}}', id);
	const headers = Object.entries(sample.headers).map(([name, value]) => [name, fill(value)] as const);
	return delivery(fill(sample.body), { 'content-type': sample.contentType, ...Object.fromEntries(headers) }, sample.query);
}

export function delivery(body: string | Buffer, headers: Headers = { 'content-type': 'application/json' }, query = ''): Delivery {
	const path = '/webhooks/source';
	return {
		requestId: 'request-1',
		receivedAt: Date.now(),
		method: 'POST',
		path,
		query,
		url: `https://hooks.example.com${path}${query && `?${query}`}`,
		headers,
		rawBody: Buffer.from(body),
		remoteAddress: '203.0.113.1',
		traceparent: '',
	};
}
