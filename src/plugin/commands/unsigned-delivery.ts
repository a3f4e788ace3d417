import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Delivery } from '../../webhook/delivery.ts';
import type { Provider } from '../../webhook/provider.ts';
import type { Route, Routes, Source } from '../../webhook/source.ts';
import { errorCode } from '../error-code.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import { chooseSample, fillIn, frame } from './sample.ts';

export type Wanted = { readonly type?: string; readonly file?: string; readonly id?: string };

/** `baseOf` is what the sender was told to post to, whatever is posted to: some sign the URL. */
type Place = { readonly source: Source; readonly provider: Provider; readonly routes: Routes; readonly baseOf: (path: string) => string };

/** What a source would post: a sample, or the bytes of a file, to the URL of its type. */
export function unsignedDelivery({ type, file, id = randomUUID() }: Wanted, { source, provider, routes, baseOf }: Place): Delivery {
	// A sample that a function waits for says more than another.
	const usual = routes.routes.flatMap((route) => (route.source === source.name && route.type !== undefined ? [route.type] : []));
	const sample = file === undefined ? chooseSample(provider.id, type, usual) : { ...frame(provider.id, type, usual), body: readFile(file) };
	const { path = '' } = routeFor(source, sample.type, routes.routes);
	const query = sample.query ?? '';
	return {
		requestId: '',
		receivedAt: Date.now(),
		method: 'POST',
		path,
		query,
		url: `${baseOf(path).replace(/\/+$/, '')}${path}${query && `?${query}`}`,
		headers: {
			'content-type': sample.contentType,
			...Object.fromEntries(Object.entries(sample.headers).map(([name, value]) => [name, fillIn(value, id)])),
		},
		rawBody: filledIn(sample.body, id),
		remoteAddress: '',
		traceparent: '',
	};
}

/** Bytes that are no text stay as they are. */
function filledIn(body: string | Buffer, id: string): Buffer {
	if (typeof body !== 'string' && !isUtf8(body)) return body;
	return Buffer.from(fillIn(body.toString(), id));
}

function readFile(file: string): Buffer {
	try {
		return readFileSync(file);
	} catch (error) {
		const code = errorCode(error);
		throw new Mistake(code === 'ENOENT' ? `--file: there is no ${file}` : `--file: ${file} can not be read (${code})`);
	}
}

export function routeFor(source: Source, type: string, routes: readonly Route[]): Route {
	const posted = routes.filter((route) => route.path !== undefined);
	const own = posted.filter((route) => route.source === source.name);
	const found = own.find((route) => route.type === type) ?? own.find((route) => route.type === undefined) ?? own[0];
	if (found) return found;
	const names = [...new Set(posted.map((route) => route.source))];
	throw new Mistake(`--source: no function of serverless.yml takes the deliveries of ${source.name}${suggest(source.name, names)}`);
}
