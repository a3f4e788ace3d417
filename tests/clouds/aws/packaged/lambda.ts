import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { write } from '../../../plugin/aws/package-service.ts';
import { readZip } from '../../../plugin/aws/read-zip.ts';
import { keys } from '../emulators.ts';
import { type Instance, type Outcome, startInstance } from './instance.ts';
import { textOf } from './read-all.ts';

/** A function as the template describes it. */
export type LambdaFunction = {
	readonly name: string;
	readonly handler: string;
	readonly timeoutSeconds: number;
	readonly memory: number;
	readonly env: Readonly<Record<string, string>>;
	readonly zip: string;
};

type Options = {
	readonly folder: string;
	readonly functions: readonly LambdaFunction[];
	/** What else an instance finds in its environment. */
	readonly env: (instance: string, name: string) => Readonly<Record<string, string>>;
	readonly onLine: (name: string, line: string) => void;
};

export type Lambda = {
	readonly invoke: (name: string, event: unknown) => Promise<Outcome>;
	/** Where the API of Lambda is served, as far as functions use it. */
	readonly url: string;
	readonly kill: (instance: string) => Promise<void>;
	/** Ends every instance, so that what comes next starts cold. */
	readonly cool: () => Promise<void>;
	readonly close: () => Promise<void>;
};

const clock = join(import.meta.dirname, 'clock-ahead.cjs');
/** AWS's own runtime, which needs cmake and autotools to install: `npm i --no-save aws-lambda-ric@4`. */
const ric = join(import.meta.dirname, '../../../../node_modules/aws-lambda-ric/index.mjs');
const runtime = existsSync(ric) ? ric : join(import.meta.dirname, 'bootstrap.cjs');

/** Unzips the functions and runs each in processes of its own, as many as are asked for at once. A warm one is used again. */
export async function startLambda({ folder, functions, env, onLine }: Options): Promise<Lambda> {
	const known = new Map(functions.map((one) => [one.name, one]));
	for (const one of functions) unzip(one.zip, join(folder, one.name));
	const all = new Map<string, Instance>();
	const idle: { readonly name: string; readonly id: string; readonly instance: Instance }[] = [];
	const start = async (one: LambdaFunction) => {
		const id = randomUUID();
		const given = { ...environment(one, join(folder, one.name)), ...env(id, one.name) };
		const program = {
			args: ['--require', clock, runtime, one.handler],
			env: given,
			timeoutMillis: one.timeoutSeconds * 1000,
			onLine: (line: string) => onLine(one.name, line),
		};
		const instance = await startInstance(program);
		all.set(id, instance);
		return { name: one.name, id, instance };
	};
	const invoke = async (name: string, event: unknown) => {
		const one = known.get(name);
		if (one === undefined) throw new Error(`there is no function ${name}`);
		const at = idle.findIndex((each) => each.name === name && !each.instance.over());
		const taken = at < 0 ? await start(one) : (idle.splice(at, 1)[0] ?? (await start(one)));
		const outcome = await taken.instance.invoke(JSON.stringify(event));
		if (!taken.instance.over()) idle.push(taken);
		return outcome;
	};
	const kill = async (id: string) => {
		await all.get(id)?.kill();
		all.delete(id);
	};
	const cool = async () => void (await Promise.all([...all.keys()].map(kill)));
	const api = await serveInvoke(invoke);
	const close = async () => {
		await cool();
		await api.close();
	};
	return { invoke, url: api.url, kill, cool, close };
}

function unzip(zip: string, folder: string): void {
	for (const [path, bytes] of readZip(zip)) write(join(folder, path), bytes.toString());
}

/** What Lambda sets: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
function environment({ name, handler, memory, env }: LambdaFunction, folder: string): Readonly<Record<string, string>> {
	return {
		PATH: '/usr/local/bin:/usr/bin:/bin',
		LANG: 'en_US.UTF-8',
		TZ: ':UTC',
		_HANDLER: handler,
		LAMBDA_TASK_ROOT: folder,
		AWS_LAMBDA_FUNCTION_NAME: name,
		AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
		AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
		AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
		AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
		AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/15/[$LATEST]0',
		AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
		AWS_SESSION_TOKEN: 'a session',
		...keys,
		AWS_DEFAULT_REGION: keys.AWS_REGION,
		...env,
	};
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
async function serveInvoke(invoke: Lambda['invoke']) {
	const serve = async (request: IncomingMessage, response: ServerResponse) => {
		const [, , , name = ''] = (request.url ?? '').split('/');
		const { failed, payload } = await invoke(decodeURIComponent(name), JSON.parse(await textOf(request)));
		response.writeHead(200, { 'content-type': 'application/json', ...(failed && { 'x-amz-function-error': 'Unhandled' }) });
		response.end(payload);
	};
	const server = createServer((request, response) => void serve(request, response).catch(() => response.writeHead(404).end('{}')));
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}
