import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bytesOf } from './read-all.ts';

/** One request of a function to AWS. */
export type AwsCall = {
	/** Which instance of which function asks. */
	readonly instance: string;
	readonly function: string;
	/** `dynamodb`, `sqs`, `s3`, `ssm` or `lambda`. */
	readonly service: string;
	readonly action: string;
	readonly body: string;
};

/** What befalls it. Killed before, it never reaches AWS; killed after, AWS has done it and nobody knows. */
export type Fate = 'pass' | 'kill before' | 'kill after' | { readonly status: number; readonly error: string };

type Means = {
	/** By service. */
	readonly targets: Readonly<Record<string, string>>;
	readonly fate: (call: AwsCall) => Fate;
	readonly kill: (instance: string) => Promise<void>;
	readonly onPassed: (call: AwsCall, status: number) => void;
};

export type AwsWay = {
	/** The standard variables that lead a function's clients here. */
	readonly env: (instance: string, name: string) => Readonly<Record<string, string>>;
	readonly close: () => Promise<void>;
};

/** Stands between the functions and AWS: the path's first parts say who asks whom, `/<instance>/<function>/<service>`. */
export async function startAwsWay(means: Means): Promise<AwsWay> {
	const server = createServer((incoming, outgoing) => void pass(incoming, outgoing, means).catch(() => outgoing.destroy()));
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		env: (instance, name) =>
			Object.fromEntries(
				Object.keys(means.targets).map((service) => [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, `${url}/${instance}/${name}/${service}`]),
			),
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

async function pass(incoming: IncomingMessage, outgoing: ServerResponse, { targets, fate, kill, onPassed }: Means): Promise<void> {
	const bytes = await bytesOf(incoming);
	const [, instance = '', name = '', service = '', ...rest] = (incoming.url ?? '').split('/');
	const action = String(incoming.headers['x-amz-target'] ?? incoming.method).replace(/^.*\./, '');
	const call: AwsCall = { instance, function: name, service, action, body: bytes.toString() };
	const befalls = fate(call);
	if (befalls === 'kill before') return await kill(instance);
	if (typeof befalls === 'object') {
		outgoing.writeHead(befalls.status, { 'content-type': 'application/x-amz-json-1.0' });
		return void outgoing.end(JSON.stringify({ __type: `com.amazonaws.example#${befalls.error}`, message: 'as asked for' }));
	}
	const { method = 'POST', headers } = incoming;
	const sent = request(new URL(`/${rest.join('/')}`, targets[service]), { method, headers, agent: false }).end(bytes);
	const [answer] = (await once(sent, 'response')) as [IncomingMessage];
	const body = await bytesOf(answer);
	onPassed(call, answer.statusCode ?? 0);
	if (befalls === 'kill after') return await kill(instance);
	outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
	outgoing.end(body);
}
