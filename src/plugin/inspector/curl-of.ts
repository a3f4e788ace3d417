import { isUtf8 } from 'node:buffer';
import { sampleHeader } from '../../webhook/canary.ts';
import type { Delivery } from '../../webhook/delivery.ts';
import type { Provider } from '../../webhook/provider.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { type SecretKind, type Source, secretName } from '../../webhook/source.ts';
import { publicBase } from '../commands/base-url.ts';
import { keptBytes } from '../commands/kept-bytes.ts';
import { targetOf } from '../commands/post-delivery.ts';
import { signDelivery } from '../commands/sign-delivery.ts';
import { routeFor } from '../commands/unsigned-delivery.ts';
import { Mistake } from '../mistake.ts';
import { secretKinds } from '../secret-kinds.ts';
import type { Means } from './actions.ts';
import type { SeenExchange } from './seen-exchange.ts';
import { senderOf } from './sender-of.ts';

/**
 * The curl command that posts a kept event's delivery, or a request, to this run: signed as its sender would sign it now. A secret that would stand in it is
 * named as an environment variable instead.
 * @throws {Mistake} where it can't be signed, or its bytes are gone
 */
export async function curlOf(of: EventRecord | SeenExchange, means: Means): Promise<string> {
	const { desk } = means;
	const sender = senderOf(of.source, desk);
	if (sender === undefined) throw new Mistake('it came to no source of serverless.yml, so there is nothing to sign it with');
	const bytes = 'requestId' in of ? of.body : await keptBytes(of, means);
	if (bytes === undefined) throw new Mistake('its bytes are not kept any more');
	const path = 'requestId' in of ? of.path : (routeFor(sender.source, of.type, desk.routes.routes).path ?? '');
	const unsigned = deliveryOf(of, { path, bytes, base: publicBase(path, undefined, desk) });
	const signed = await signDelivery(unsigned, { ...sender, secrets: desk.secrets });
	return command(signed, { base: desk.url ?? '', secrets: await secretsOf(sender, means) });
}

type Posted = { readonly path: string; readonly bytes: Buffer; readonly base: string };

function deliveryOf(of: EventRecord | SeenExchange, { path, bytes, base }: Posted): Delivery {
	const { query, headers } = of;
	const method = 'requestId' in of ? of.method : 'POST';
	const own = Object.entries(headers).filter(([name]) => !sentByCurl.has(name));
	return {
		requestId: '',
		receivedAt: Date.now(),
		method,
		path,
		query,
		url: `${base}${path}${query && `?${query}`}`,
		headers: Object.fromEntries(own),
		rawBody: bytes,
		remoteAddress: '',
		traceparent: '',
	};
}

/** Or none of the sender's business with us. */
const sentByCurl = new Set([
	'host',
	'content-length',
	'connection',
	'expect',
	'transfer-encoding',
	'accept-encoding',
	'keep-alive',
	sampleHeader,
]);

type Sender = { readonly source: Source; readonly provider: Provider };

async function secretsOf({ source, provider }: Sender, { desk }: Means): Promise<readonly (readonly [string, string])[]> {
	const kinds: readonly SecretKind[] = secretKinds(source, provider).filter((kind) => kind !== 'STORAGE_KEY');
	const names = kinds.map((kind) => secretName(source.name, kind));
	const values = await Promise.all(
		names.map(
			async (name) =>
				await desk.secrets.pair(name).then(
					({ signing }) => signing,
					() => '',
				),
		),
	);
	return names.flatMap((name, index) => {
		const value = values[index];
		if (!value) return [];
		const basic = Buffer.from(value).toString('base64');
		return [[value, `"$${name}"`] as const, [basic, `"$(printf %s "$${name}" | base64 | tr -d '\\n')"`] as const];
	});
}

type Written = { readonly base: string; readonly secrets: Awaited<ReturnType<typeof secretsOf>> };

function command(delivery: Delivery, { base, secrets }: Written): string {
	const { rawBody, headers, method } = delivery;
	const word = (text: string) => quote(text, secrets);
	const text = isUtf8(rawBody) && !rawBody.includes(0);
	const lines = [
		// As it is: curl would make ranges of brackets and braces, and leave out dots.
		`curl -g --path-as-is -X ${/^[A-Z]+$/.test(method) ? method : word(method)} ${word(targetOf(base, delivery))}`,
		...Object.entries(headers).map(([name, value]) => `-H ${word(value === '' ? `${name};` : `${name}: ${value}`)}`),
		// An empty header keeps curl from adding one of its own.
		`-H '${sampleHeader}: true'`,
		...('content-type' in headers ? [] : ["-H 'content-type:'"]),
		...(rawBody.length === 0 ? [] : [text ? `--data-raw ${word(rawBody.toString())}` : '--data-binary @-']),
	];
	return `${text ? '' : `echo ${rawBody.toString('base64')} | base64 -d | `}${lines.join(' \\\n  ')}`;
}

/** One word for a POSIX shell, where a variable stands for each secret. */
function quote(text: string, secrets: Written['secrets']): string {
	const [[value = '', variable = ''] = []] = secrets.filter(([secret]) => text.includes(secret));
	if (value !== '')
		return text
			.split(value)
			.map((part) => (part === '' ? '' : quote(part, secrets)))
			.join(variable);
	return `'${text.replaceAll("'", "'\\''")}'`;
}
