import { readEvent } from '../../src/clouds/local/read-event.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../../src/plugin/local/gateway.ts';
import { github } from '../../src/providers/github.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { receive } from '../../src/receive.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import type { Reply } from '../../src/webhook/reply.ts';
import type { Route } from '../../src/webhook/source.ts';
import { delivery, localPlatform, type TestPlatform } from '../local-platform.ts';

export const secret = 'whsec_a_secret_of_the_test';
export const maxBody = 64 * 1024;
const providers = { stripe, github };

/** The platform's own keeps all that was measured, which would grow with each request. */
const unmeasured = { add: () => {}, flush: () => {} };

export type Served = {
	readonly port: number;
	readonly on: TestPlatform;
	/** The functions that a request came to, in order. */
	readonly reached: readonly string[];
	readonly close: () => Promise<void>;
};

/** Two sources behind the real gateway: the whole chain, on a store of its own. */
export async function serve(options: Partial<GatewayOptions> = {}): Promise<Served> {
	const names = Object.keys(providers);
	const endpoints = names.map((name): Route => ({ function: name, source: name, ack: 'stored', path: `/webhooks/${name}` }));
	const made = localPlatform('stripe', endpoints, Object.fromEntries(names.map((name) => [name, { maxBody }])));
	for (const name of names) made.secrets.set(`${name.toUpperCase()}_WEBHOOK_SECRET`, secret);
	const respond = ({ status, headers, body }: Reply) => ({ statusCode: status, headers, body });
	const handlers = Object.fromEntries(
		Object.entries(providers).map(([name, provider]) => {
			const cloud = { ...made.cloud, open: readEvent, respond, functionName: () => name, metrics: unmeasured };
			return [name, receive(provider, { ...made, cloud })];
		}),
	);
	const reached: string[] = [];
	const gateway: Gateway = await startGateway({
		host: '127.0.0.1',
		port: 0,
		routes: names.map((name) => ({ path: `/webhooks/${name}`, functionName: name, maxBody })),
		invoke: async (name, event) => {
			reached.push(name);
			return handlers[name]?.(event, {});
		},
		log: { error: (message, fields) => made.lines.push(`${message} ${JSON.stringify(fields)}`) },
		...options,
	});
	const close = async () => {
		await gateway.close();
		made.close();
	};
	return { port: gateway.port, on: made, reached, close };
}

export function signed(id: string, more = ''): Delivery {
	return stripe.scheme.sign(delivery({ rawBody: Buffer.from(`{"id":"${id}","type":"invoice.paid"${more}}`) }), secret);
}

/** A request as it goes over the wire, with these lines in its head instead of the usual ones. */
export function rawRequest(
	{ method = 'POST', path = '/webhooks/stripe', headers, rawBody }: Delivery,
	lines: readonly string[] = [],
): Buffer {
	const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	const head = [`${method} ${path} HTTP/1.1`, 'host: hooks.example.com', ...own, `content-length: ${rawBody.length}`, ...lines, '', ''];
	return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), rawBody]);
}
