import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accessToken } from '../../../clouds/google/fake-metadata.ts';
import { functionRules } from './function-rules.ts';
import { projectRules } from './project-rules.ts';
import { queueRules } from './queue-rules.ts';
import { type Json, Refused, type Rule } from './rules.ts';
import { runRules } from './run-rules.ts';
import { createState, type State } from './state.ts';
import { storeRules } from './store-rules.ts';

/** What is left of a call when the names in it are taken out: `POST cloudfunctions functions:generateUploadUrl`. */
export type Kind = string;

export type ControlPlane = {
	readonly state: State;
	readonly env: Readonly<Record<string, string>>;
	/** Of each call, in order. */
	readonly kinds: Kind[];
	/** The next call of this kind is refused with this, once. */
	fail: { readonly kind: Kind; readonly refusal: Refused } | undefined;
	/** What a function answers to a call. */
	answer: { readonly status: number; readonly body: string };
	/** Bodies that functions were called with. */
	readonly called: string[];
	readonly close: () => Promise<void>;
};

/** The fake of the run time takes the same, so that one operator works on both. */
const token = accessToken;

/** Google's control plane on loopback, as far as a deployment asks it: it refuses unknown fields, what is out of order, and who may not. */
export async function startControlPlane(): Promise<ControlPlane> {
	let origin = '';
	const state = createState(() => origin);
	const rules: Readonly<Record<string, readonly Rule[]>> = {
		...projectRules(state),
		...storeRules(state),
		...queueRules(state),
		...runRules(state),
		cloudfunctions: functionRules(state),
	};
	const server = createServer((request, response) => {
		void read(request).then((bytes) => {
			const { status, body } = answerTo(request, bytes, { plane, rules });
			// A connection that is kept would keep the test's process for some seconds.
			response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
			response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const endpoints = Object.keys(rules).map((service) => [`WEBHOOK_ENDPOINT_${service.toUpperCase()}`, `${origin}/${service}`]);
	const plane: ControlPlane = {
		state,
		env: { ...Object.fromEntries(endpoints), WEBHOOK_ACCESS_TOKEN: token },
		kinds: [],
		fail: undefined,
		answer: { status: 200, body: '' },
		called: [],
		close: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
	return plane;
}

async function read(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

type Place = { readonly plane: ControlPlane; readonly rules: Readonly<Record<string, readonly Rule[]>> };
type Answer = { readonly status: number; readonly body: unknown };

function answerTo(request: IncomingMessage, bytes: Buffer, { plane, rules }: Place): Answer {
	const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
	const [, service = '', path = ''] = /^\/([^/]+)\/(.*)$/.exec(decodeURIComponent(pathname)) ?? [];
	const kind = `${request.method} ${service} ${kindOf(path, service)}`;
	plane.kinds.push(kind);
	try {
		if (plane.fail?.kind === kind) {
			const { refusal } = plane.fail;
			plane.fail = undefined;
			throw refusal;
		}
		if (service === 'upload') return put(path, { request, bytes, plane });
		if (request.headers.authorization !== `Bearer ${token}`) throw new Refused(401, 'UNAUTHENTICATED', 'no token');
		if (service === 'running') {
			plane.called.push(`${path} ${bytes.toString()}`);
			return plane.answer;
		}
		checkEnabled(service, plane.state);
		const rule = rules[service]?.find(([method, pattern]) => method === request.method && pattern.test(path));
		if (rule === undefined) throw new Refused(404, 'NOT_FOUND', `no such method: ${request.method} ${service} ${path}`);
		const body = bytes.length === 0 ? {} : (JSON.parse(bytes.toString()) as Json);
		const names = rule[1].exec(path)?.slice(1) ?? [];
		return { status: 200, body: rule[2](names, { method: rule[0], path, query, body }) };
	} catch (error) {
		if (error instanceof Refused) return { status: error.status, body: error.body };
		return { status: 500, body: { error: { message: `the fake itself failed: ${String(error)}` } } };
	}
}

/** The collections of a path without the names in them, and what comes after its colon. */
function kindOf(path: string, service: string): string {
	if (service === 'upload') return 'source';
	const [whole = '', verb] = path.split(/:(?=\w+$)/);
	const parts = whole.split('/').slice(service === 'storage' ? 2 : 1);
	const named = parts.map((part, at) => (at % 2 === 0 ? part : '*'));
	const inProject = parts[0] === 'projects' && parts.length > 2 ? named.slice(2) : named;
	const kept = inProject[0] === 'locations' ? inProject.slice(2) : inProject;
	return kept.join('/') + (verb === undefined ? '' : `:${verb}`);
}

function checkEnabled(service: string, { enabled }: State): void {
	if (service === 'serviceusage' || enabled.has(`${service}.googleapis.com`)) return;
	throw new Refused(403, 'PERMISSION_DENIED', `${service} API has not been used before or it is disabled.`, [
		{ reason: 'SERVICE_DISABLED' },
	]);
}

/** An upload URL carries its own right, and Google refuses a second one. */
function put(name: string, { request, bytes, plane }: { request: IncomingMessage; bytes: Buffer; plane: ControlPlane }): Answer {
	if (request.headers.authorization !== undefined) return { status: 403, body: 'no authorization here' };
	if (request.headers['content-type'] !== 'application/zip') return { status: 403, body: 'SignatureDoesNotMatch' };
	plane.state.uploads.set(name, bytes);
	return { status: 200, body: '' };
}
