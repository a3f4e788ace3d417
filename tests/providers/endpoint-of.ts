import { afterAll } from '@jest/globals';
import { providers } from '../../src/providers/providers.ts';
import { receive } from '../../src/receive.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import type { Outside } from '../../src/webhook/outside.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import type { Reply } from '../../src/webhook/reply.ts';
import type { SecretPair } from '../../src/webhook/scheme.ts';
import { secretName } from '../../src/webhook/source.ts';
import { arriving, httpEvent, overHttp } from '../http-event.ts';
import { localPlatform, type TestPlatform } from '../local-platform.ts';
import { delivery } from './deliveries.ts';

type Setting = {
	/** Made up unless told. */
	readonly secret?: SecretPair;
	/** What it asks outside; nobody answers unless told. */
	readonly visit?: Outside['visit'];
};

export const verifyToken = 'the-verify-token';

const opened: TestPlatform[] = [];
afterAll(() => {
	for (const on of opened) on.close();
});

/** A whole endpoint of a provider over the real store, asked over HTTP. */
export function endpointOf(id: string, { secret: given, visit }: Setting = {}) {
	const path = `/webhooks/${id}`;
	const on = overHttp(localPlatform(id, [{ function: id, source: id, ack: 'stored', path }], { [id]: {} }));
	opened.push(on);
	// Sound because none of these is a family.
	const provider = providers[id] as Provider;
	const secret = given ?? provider.scheme.generate();
	on.secrets.set(secretName(id, 'WEBHOOK_SECRET'), secret.verifying);
	on.secrets.set(secretName(id, 'VERIFY_TOKEN'), verifyToken);
	const { cloud } = on;
	const handler = receive(provider, visit ? { ...on, cloud: { ...cloud, outside: { ...cloud.outside, visit } } } : on);
	const send = async (sent: Delivery) => (await handler(httpEvent(sent, true), {})) as Reply;
	const arrive = (asked: Partial<Delivery>) => arriving({ ...delivery(''), path, ...asked });
	return {
		secret,
		on,
		/** By anybody. */
		ask: (asked: Partial<Delivery>) => send(arrive(asked)),
		/** Signed like a delivery. */
		askSigned: async (asked: Partial<Delivery>, signing = secret.signing) => send(await provider.scheme.sign(arrive(asked), signing)),
		kept: () => cloud.events.list({}),
	};
}

export function codeOf({ status, body }: Reply): readonly [number, string] {
	return [status, body === '' ? '' : JSON.parse(body).code];
}
