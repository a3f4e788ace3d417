import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readEvent } from '../src/clouds/aws/read-event.ts';
import type { DirectProvider } from '../src/webhook/provider.ts';

/** What an HTTP API passes to its function: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export type GatewayEvent = ReturnType<typeof gatewayEvent>;

type Sent = {
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
	readonly base64?: boolean;
};

/** With the headers that the gateway adds to the sender's. */
export function gatewayEvent({ path, headers, body, base64 = false }: Sent) {
	const host = 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com';
	const added = {
		accept: '*/*',
		'accept-encoding': 'gzip',
		'content-length': String(body.length),
		host,
		'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678',
		'x-forwarded-for': '140.82.115.54',
		'x-forwarded-port': '443',
		'x-forwarded-proto': 'https',
	};
	return {
		version: '2.0',
		routeKey: `POST ${path}`,
		rawPath: path,
		rawQueryString: '',
		headers: { ...added, ...headers },
		requestContext: {
			accountId: '123456789012',
			apiId: 'a1b2c3d4e5',
			domainName: host,
			http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '140.82.115.54', userAgent: headers['user-agent'] ?? '' },
			requestId: 'JKJaXmPLvHcESHA=',
			routeKey: `POST ${path}`,
			stage: '$default',
			time: '01/Dec/2026:12:00:00 +0000',
			timeEpoch: Date.now(),
		},
		body: body.toString(base64 ? 'base64' : 'utf8'),
		isBase64Encoded: base64,
	};
}

/** As the provider would have sent it to that path. */
export function signed(provider: DirectProvider, { path, headers, body, base64 = false }: Sent, secret: string): GatewayEvent {
	const trigger = readEvent(gatewayEvent({ path, headers, body }), {});
	if (trigger.kind !== 'delivery') throw new TypeError('not read as a delivery');
	const delivery = provider.scheme.sign(trigger.delivery, secret);
	return gatewayEvent({ path, headers: delivery.headers, body: delivery.rawBody, base64 });
}

const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as {
	readonly name: string;
	readonly examples: readonly object[];
}[];

export const githubHeaders = {
	'content-type': 'application/json',
	'user-agent': 'GitHub-Hookshot/044aadd',
	'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
	'x-github-event': 'push',
	'x-github-hook-id': '292430182',
	'x-github-hook-installation-target-id': '79929171',
	'x-github-hook-installation-target-type': 'repository',
};

/** GitHub's own example of a push, with as many of its commits as make the size. */
export function githubPush(bytes: number): Buffer {
	const [example] = examples.find(({ name }) => name === 'push')?.examples ?? [];
	const push = structuredClone(example) as { commits: object[]; head_commit: { message: string } };
	const commit = { ...push.head_commit };
	while (JSON.stringify({ ...push, commits: [...push.commits, commit] }).length < bytes) push.commits.push(commit);
	push.head_commit.message += 'x'.repeat(Math.max(0, bytes - Buffer.byteLength(JSON.stringify(push))));
	return Buffer.from(JSON.stringify(push));
}

const sample = JSON.parse(readFileSync(new URL('../src/providers/samples/stripe/invoice.paid.json', import.meta.url), 'utf8')) as {
	readonly body: string;
};

/** An event of Stripe's, about an invoice with so long a description that it has 1 KB. */
export const stripeEvent = Buffer.from(padded(sample.body.replace('{{id}}', '1S9kQ2LkdIwHu7ixD4e5F6g7'), 1024));

function padded(json: string, bytes: number): string {
	const event = JSON.parse(json) as { data: { object: Record<string, unknown> } };
	event.data.object.description = '';
	event.data.object.description = 'x'.repeat(Math.max(0, bytes - JSON.stringify(event).length));
	return JSON.stringify(event);
}
