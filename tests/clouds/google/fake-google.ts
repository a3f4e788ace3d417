import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Service } from '../../../src/clouds/google/endpoint.ts';
import { type Deployed, deploy, environment, project, type Services } from './fake-deployment.ts';
import { codes, Refused } from './fake-error.ts';
import { createFakeFirestore } from './fake-firestore.ts';
import { accessToken, answerMetadata } from './fake-metadata.ts';
import { createFakePubSub } from './fake-pubsub.ts';
import { createFakeSecrets } from './fake-secrets.ts';
import { type Bytes, createFakeStorage } from './fake-storage.ts';

type Env = Readonly<Record<string, string>>;
export type Asked = { readonly service: Exclude<Service, 'functions'> | 'metadata'; readonly method: string; readonly path: string };

export type FakeGoogle = {
	readonly url: string;
	readonly deploy: (what: Deployed) => void;
	/** What a function of the stage finds in its environment; its secrets only where it is given them. */
	readonly env: (name: string, prefix?: string) => Env;
	readonly asked: Asked[];
	/** Services that answer 503. */
	readonly down: Set<Asked['service']>;
	readonly setSecret: (name: string, value: string, prefix?: string) => void;
	readonly secret: (name: string, prefix?: string) => string | undefined;
	readonly close: () => Promise<void>;
};

/**
 * Firestore, Pub/Sub, Storage, Secret Manager and the metadata server: the REST calls that Hookport makes, refused where Google refuses them. On loopback, on a free port.
 * `secondMillis`: how long a second of Pub/Sub's back-off takes.
 */
export async function startFakeGoogle({ secondMillis = 1000 }: { readonly secondMillis?: number } = {}): Promise<FakeGoogle> {
	const services = {
		firestore: createFakeFirestore(),
		pubsub: createFakePubSub({ secondMillis }),
		storage: createFakeStorage(),
		secrets: createFakeSecrets(),
	};
	const asked: Asked[] = [];
	const down = new Set<Asked['service']>();
	const server = createServer((request, response) => void answer(request, response, { services, asked, down }));
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	const nameOf = (name: string, prefix = 'shop-prod-') => `projects/${project}/secrets/${prefix}${name}`;
	return {
		url: `http://${host}`,
		deploy: (what) => deploy(services, what),
		env: (name, prefix = 'shop-prod-') => environment(name, { host, prefix }),
		asked,
		down,
		setSecret: (name, value, prefix) => services.secrets.set(nameOf(name, prefix), value),
		secret: (name, prefix) => services.secrets.value(nameOf(name, prefix)),
		close: async () => {
			services.pubsub.close();
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

type Means = { readonly services: Services; readonly asked: Asked[]; readonly down: ReadonlySet<Asked['service']> };

async function answer(request: IncomingMessage, response: ServerResponse, { services, asked, down }: Means): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const body = Buffer.concat(chunks);
	const { method = '', headers } = request;
	const url = new URL(request.url ?? '/', 'http://fake');
	const service = serviceOf(url.pathname);
	asked.push({ service, method, path: url.pathname });
	try {
		if (down.has(service)) throw new Refused('UNAVAILABLE', 'The service is currently unavailable.');
		if (service === 'metadata') {
			const token = answerMetadata(url, [headers['metadata-flavor']].flat()[0]);
			response.writeHead(token === undefined ? 403 : 200);
			return void response.end(token);
		}
		if (headers.authorization !== `Bearer ${accessToken}`)
			throw new Refused('UNAUTHENTICATED', 'Request is missing required authentication credential.');
		if (service === 'storage') return send(response, services.storage.answer(method, url, { type: headers['content-type'] ?? '', body }));
		const input: unknown = body.length === 0 ? undefined : JSON.parse(body.toString());
		if (service === 'firestore') return send(response, services.firestore.answer(url.pathname, input));
		if (service === 'pubsub') return send(response, services.pubsub.answer(method, url.pathname, input));
		send(response, services.secrets.answer(method, url, input));
	} catch (error) {
		refuse(response, error, service);
	}
}

function serviceOf(path: string): Asked['service'] {
	if (path.startsWith('/computeMetadata/')) return 'metadata';
	if (/^(\/upload)?\/storage\//.test(path)) return 'storage';
	if (/^\/v1\/projects\/[^/]+\/databases\//.test(path)) return 'firestore';
	return /^\/v1\/projects\/[^/]+\/secrets/.test(path) ? 'secretmanager' : 'pubsub';
}

function send(response: ServerResponse, answered: unknown): void {
	if (isBytes(answered)) {
		response.writeHead(200, answered.headers);
		return void response.end(answered.body);
	}
	response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' });
	response.end(JSON.stringify(answered));
}

function isBytes(answered: unknown): answered is Bytes {
	return typeof answered === 'object' && answered !== null && 'body' in answered && Buffer.isBuffer(answered.body);
}

function refuse(response: ServerResponse, error: unknown, service: Asked['service']): void {
	if (!(error instanceof Refused)) throw error;
	// Sound because only a code of the list makes one.
	const code = codes[error.status as keyof typeof codes];
	const named =
		service === 'storage'
			? { errors: [{ reason: code === 404 ? 'notFound' : 'invalid', message: error.message }] }
			: { status: error.status };
	response.writeHead(code, { 'content-type': 'application/json; charset=UTF-8' });
	response.end(JSON.stringify({ error: { code, message: error.message, ...named } }));
}
