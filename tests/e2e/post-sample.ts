import { randomUUID } from 'node:crypto';
import { localPlace } from '../../src/plugin/commands/local-place.ts';
import { signDelivery } from '../../src/plugin/commands/sign-delivery.ts';
import { readSource } from '../../src/plugin/read-source.ts';
import { providers } from '../../src/providers/providers.ts';
import type { Delivery, Headers } from '../../src/webhook/delivery.ts';
import type { Source } from '../../src/webhook/source.ts';
import { delivery, deliveryOf, samplesOf } from '../providers/deliveries.ts';

/** Where to post to, where the secrets are to sign with, and what senders were told to post to, if it is not `http://localhost:<port>`. */
export type Target = { readonly port: number; readonly dataDir: string; readonly origin?: string };

/** `status`, `type` and `body` of a reply. */
export type Answer = { readonly status: number; readonly contentType: string; readonly body: string };

/** `custom.webhook.sources` of the project's serverless.yml. */
const configured: Readonly<Record<string, unknown>> = {
	partner: { provider: 'hmac', header: 'x-signature', algorithm: 'sha256', encoding: 'hex', authenticate: { apiKey: 'x-api-key' } },
};

/** Posts the signed sample of a type of event to the path of its source. `edit` changes the body before it is signed. */
export function postSample(target: Target, place: Place & { readonly type: string }, edit = (body: string) => body): Promise<Answer> {
	const { provider } = describe(place.source);
	const sample = samplesOf(provider).find(({ type }) => type === place.type);
	if (sample === undefined) throw new Error(`${place.source} has no sample of ${place.type}`);
	return post(target, deliveryOf({ ...sample, body: edit(sample.body) }, place.id ?? randomUUID()), place);
}

/** Posts a body of one's own, signed, as JSON unless the headers say otherwise. */
export function postBody(target: Target, place: Place, body: string | Buffer, headers: Headers = {}): Promise<Answer> {
	return post(target, delivery(body, { 'content-type': 'application/json', ...headers }), place);
}

/** Every provider's source, and those of the project's serverless.yml. */
export function sources(): readonly Source[] {
	const own = Object.entries(providers).filter(([, provider]) => !('configure' in provider));
	return [...own.map(([name]) => name), ...Object.keys(configured)].map((name) => describe(name).source);
}

type Place = { readonly source: string; readonly path?: string; readonly id?: string };

async function post(
	{ port, dataDir, origin = `http://localhost:${port}` }: Target,
	unsigned: Delivery,
	{ source: name, path = `/webhooks/${name}` }: Place,
): Promise<Answer> {
	const place = { ...describe(name), secrets: localPlace(dataDir).secrets };
	const { headers, rawBody } = await signDelivery({ ...unsigned, path, url: `${origin}${path}` }, place);
	const reply = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body: new Uint8Array(rawBody) });
	return { status: reply.status, contentType: reply.headers.get('content-type') ?? '', body: await reply.text() };
}

function describe(name: string) {
	const source = readSource(name, configured[name], providers);
	const provider = providers[source.provider];
	if (provider === undefined) throw new Error(`there is no provider ${source.provider}`);
	return { source, provider: 'configure' in provider ? provider.configure(source.options ?? {}) : provider };
}
