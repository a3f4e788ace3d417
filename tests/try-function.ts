import { afterEach } from '@jest/globals';
import { type EventFunction, receive } from '../src/receive.ts';
import { type Delivery, mediaType } from '../src/webhook/delivery.ts';
import { messageFor } from '../src/webhook/message.ts';
import type { Cloud, Records } from '../src/webhook/ports.ts';
import type { Provider } from '../src/webhook/provider.ts';
import type { EventRecord, Run } from '../src/webhook/record.ts';
import type { Reply } from '../src/webhook/reply.ts';
import { type Ack, type Route, secretName } from '../src/webhook/source.ts';
import { verified } from '../src/webhook/verified.ts';
import { deliver, delivery, localPlatform, type TestPlatform, wake } from './local-platform.ts';
import { deliveryOf, samplesOf } from './providers/deliveries.ts';

type Setting = {
	/** As in serverless.yml. */
	readonly ack?: Ack;
	/** What stands for the functions that this one calls. */
	readonly call?: Cloud['call'];
	/** The options of its source, where the provider is configured by each source, such as hmac. */
	readonly options?: Readonly<Record<string, unknown>>;
};

export type Sending = {
	/** The same id again is the same event again: a redelivery, or the next attempt of a run that failed. */
	readonly id?: string;
	readonly type?: string;
	/** Instead of the sample's body; what is no text is sent as JSON. */
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
};

/** `run` is that of the first event of the delivery that the function is for; undefined when nothing was kept for it. */
export type Outcome = { readonly reply: Reply; readonly run: Run | undefined };

export type Trial = {
	/** Posts the provider's sample as the sender would, signed; with `ack: stored` its queue then wakes the function, once for each event that it is for. */
	readonly send: (sending?: Sending) => Promise<Outcome>;
	readonly records: Records;
	/** What was logged: the message, and its fields as JSON. */
	readonly lines: readonly string[];
};

const open = new Set<TestPlatform>();
afterEach(() => {
	for (const platform of open) platform.close();
	open.clear();
});

/** Tries a function of the project on a store of its own, which is gone after the test. */
export function tryFunction(handler: EventFunction, { ack = 'stored', call, options = {} }: Setting = {}): Trial {
	const provider = 'configure' in handler.provider ? handler.provider.configure(options) : handler.provider;
	const source = provider.id;
	const path = `/webhooks/${source}`;
	const subscribed = handler.types.map((type): Route => ({ function: 'tried', source, type, ack, ...(ack === 'handled' && { path }) }));
	const endpoint: Route = { function: 'endpoint', source, ack: 'stored', path };
	const platform = place([...(ack === 'stored' ? [endpoint] : []), ...subscribed], { [source]: { options } }, call);
	const secret = provider.scheme.generate();
	platform.secrets.set(secretName(source, 'WEBHOOK_SECRET'), secret.verifying);
	const tried = handler.on(platform);
	const posted =
		ack === 'handled' ? tried : receive(provider, { ...platform, cloud: { ...platform.cloud, functionName: () => 'endpoint' } });

	const send = async ({ id = crypto.randomUUID(), type = handler.types[0], body, headers }: Sending = {}): Promise<Outcome> => {
		const { rawBody, headers: usual } = framed(provider, type, id);
		if (body === undefined && !samplesOf(provider).some((sample) => sample.type === type))
			throw new Error(`${source} has no sample of ${type}: give a body`);
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		const unsigned = delivery({
			path,
			url: `https://hooks.example.com${path}`,
			headers: { ...usual, ...headers },
			rawBody: text === undefined ? rawBody : Buffer.from(text),
		});
		const signed = await provider.scheme.sign(unsigned, secret.signing);
		const reply = await deliver(posted, signed);
		const runs = () => runsOf(signed, provider, platform);
		for (const record of ack === 'stored' ? await runs() : [])
			if (record.functions.tried?.status === 'pending') await wake(tried, messageFor(record, 'tried'));
		return { reply, run: (await runs())[0]?.functions.tried };
	};
	return { send, records: platform.cloud.records, lines: platform.lines };
}

/** Tries a function that others call: what it answers to the payload, and its records. */
export function tryCall(handler: {
	readonly on: EventFunction['on'];
}): Pick<Trial, 'records'> & { readonly call: (payload: unknown) => Promise<unknown> } {
	const platform = place([], {});
	const tried = handler.on(platform);
	return { call: (payload) => tried(payload, {}), records: platform.cloud.records };
}

/** What is kept for the function of what a delivery says, in its order. A copy has other bytes where its time is one of them, and is known by its ids. */
async function runsOf(signed: Delivery, provider: Provider, { cloud }: TestPlatform): Promise<readonly EventRecord[]> {
	const parse = provider.contentTypes[mediaType(signed.headers)];
	const read = async () => parse && provider.identify(await parse(verified(signed)), signed);
	const ids = ((await read().catch(() => undefined)) ?? []).map(({ id }) => id);
	const records = (await cloud.events.list({})).filter(({ id, functions }) => ids.includes(id) && functions.tried !== undefined);
	return records.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/** The sample of the type; where there is none, another in whose headers the type stands instead. */
function framed(provider: Provider, type: string | undefined, id: string): Delivery {
	const samples = samplesOf(provider);
	const sample = samples.find((one) => one.type === type) ?? samples[0];
	if (sample === undefined) throw new Error(`${provider.id} has no sample`);
	const headers = Object.entries(sample.headers).map(([name, value]) => [name, value === sample.type && type ? type : value] as const);
	return deliveryOf({ ...sample, headers: Object.fromEntries(headers) }, id);
}

function place(routes: readonly Route[], sources: Parameters<typeof localPlatform>[2], call?: Cloud['call']): TestPlatform {
	const platform = localPlatform('tried', routes, sources);
	open.add(platform);
	return call ? { ...platform, cloud: { ...platform.cloud, call } } : platform;
}
