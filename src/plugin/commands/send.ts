import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Provider } from '../../webhook/provider.ts';
import type { Route, Source } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import type { Desk } from './desk.ts';
import { fillIn, readSample, type Sample } from './sample.ts';
import { signDelivery } from './sign-delivery.ts';

const waitMs = 35_000;

export type SendOptions = {
	readonly source?: string;
	readonly type?: string;
	readonly url?: string;
	readonly file?: string;
	readonly id?: string;
};

/** `sls webhook send`: posts a signed sample, or the body of a file, to the URL of its source, and shows the reply. */
export async function send(options: SendOptions, desk: Desk): Promise<void> {
	const { source, provider } = desk.source(options.source);
	const sample = sampleFor(options, provider, desk);
	const route = routeFor(source, options.type ?? sample.type, desk.routes.routes);
	const base = (options.url ?? 'http://localhost:3000').replace(/\/+$/, '');
	const delivery = signDelivery(unsigned(sample, { base, path: route.path ?? '' }), { source, provider, dataDir: desk.dataDir });
	const target = `${base}${delivery.path}${delivery.query && `?${delivery.query}`}`;
	let reply: Response;
	try {
		const init = { method: 'POST', headers: delivery.headers, body: new Uint8Array(delivery.rawBody), signal: AbortSignal.timeout(waitMs) };
		reply = await fetch(target, init);
	} catch {
		throw new Mistake(`nothing answers at ${base}: run npm start in another terminal, or give --url`);
	}
	desk.print(`POST ${target}\n${reply.status} ${reply.statusText}`);
	const text = await reply.text();
	if (text) desk.print(text);
	if (!reply.ok) process.exitCode = 1;
}

function sampleFor({ type, file, id = randomUUID() }: SendOptions, provider: Provider, desk: Desk): Sample {
	const sample = readSample(provider.id, file === undefined ? (type ?? subscribed(provider, desk)) : undefined);
	if (file === undefined) return fillIn(sample, id);
	if (!existsSync(file)) throw new Mistake(`--file: there is no ${file}`);
	return fillIn({ ...sample, ...(type !== undefined && { type }), body: readFileSync(file, 'utf8') }, id);
}

/** Without --type, a sample that a function waits for says more than another. */
function subscribed({ id }: Provider, { routes }: Desk): string | undefined {
	return routes.routes.find(({ source, type }) => type !== undefined && routes.sources[source]?.provider === id)?.type;
}

function routeFor(source: Source, type: string, routes: readonly Route[]): Route {
	const own = routes.filter((route) => route.source === source.name && route.path !== undefined);
	const found = own.find((route) => route.type === type) ?? own.find((route) => route.type === undefined) ?? own[0];
	if (found) return found;
	throw new Mistake(
		`--source: ${source.name} has no URL${suggest(
			source.name,
			routes.flatMap((route) => (route.path ? [route.source] : [])),
		)}`,
	);
}

function unsigned(sample: Sample, { base, path }: { base: string; path: string }) {
	const query = sample.query ?? '';
	return {
		requestId: '',
		receivedAt: Date.now(),
		method: 'POST',
		path,
		query,
		// A stage verifies the URL that it tells its senders, whatever this command posts to.
		url: `${process.env.WEBHOOK_PUBLIC_URL?.replace(/\/+$/, '') || base}${path}${query && `?${query}`}`,
		headers: { 'content-type': sample.contentType, ...sample.headers },
		rawBody: Buffer.from(sample.body),
		remoteAddress: '',
	};
}
