import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { clockAhead } from './clock.ts';
import { textOf } from './read-all.ts';

/** What came of an invocation: the function's answer, or how it failed, in JSON both. */
export type Outcome = { readonly failed: boolean; readonly payload: string };

type Program = {
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly timeoutMillis: number;
	/** What the function writes, line by line. */
	readonly onLine: (line: string) => void;
};

export type Instance = {
	/** One at a time, as in Lambda. */
	readonly invoke: (payload: string) => Promise<Outcome>;
	/** Ends it with SIGKILL, and returns when it is over. */
	readonly kill: () => Promise<void>;
	readonly over: () => boolean;
};

type Job = { readonly id: string; readonly payload: string; readonly end: (outcome: Outcome) => void };

const failure = (errorType: string, errorMessage: string): Outcome => ({
	failed: true,
	payload: JSON.stringify({ errorType, errorMessage }),
});

/** One execution environment: a process that asks its own Runtime API for work, https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export async function startInstance({ args, env, timeoutMillis, onLine }: Program): Promise<Instance> {
	let job: Job | undefined;
	let asking: ServerResponse | undefined;
	let initError: Outcome | undefined;
	const give = () => {
		if (job === undefined || asking === undefined) return;
		asking.writeHead(200, {
			'content-type': 'application/json',
			'lambda-runtime-aws-request-id': job.id,
			'lambda-runtime-deadline-ms': String(Date.now() + timeoutMillis),
			'lambda-runtime-invoked-function-arn': `arn:aws:lambda:${env.AWS_REGION}:000000000000:function:${env.AWS_LAMBDA_FUNCTION_NAME}`,
			'lambda-runtime-trace-id': `Root=1-${randomBytes(4).toString('hex')}-${randomBytes(12).toString('hex')};Sampled=0;Ahead=${clockAhead()}`,
		});
		asking.end(job.payload);
		asking = undefined;
	};
	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		const [, , , ...rest] = (request.url ?? '').split('/');
		const [what, id, kind] = rest;
		if (what === 'invocation' && id === 'next') {
			asking = response;
			return give();
		}
		const payload = await textOf(request);
		if (what === 'init') initError = { failed: true, payload };
		const ended = what === 'invocation' && id === job?.id ? job : undefined;
		if (ended) job = undefined;
		response.writeHead(202).end('{"status":"OK"}');
		ended?.end({ failed: kind === 'error', payload });
	};
	const server = createServer((request, response) => void answer(request, response));
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const api = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	const child = spawn(process.execPath, args, { env: { ...env, AWS_LAMBDA_RUNTIME_API: api }, stdio: ['ignore', 'pipe', 'pipe'] });
	for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', onLine);
	const ended = once(child, 'close').then(() => {
		server.closeAllConnections();
		server.close();
		job?.end(initError ?? failure('Runtime.ExitError', 'Runtime exited'));
		job = undefined;
	});
	return {
		invoke: (payload) =>
			within(timeoutMillis, child, (end) => {
				if (isOver(child)) return end(initError ?? failure('Runtime.ExitError', 'Runtime exited'));
				job = { id: randomUUID(), payload, end };
				give();
			}),
		kill: async () => {
			child.kill('SIGKILL');
			await ended;
		},
		over: () => isOver(child),
	};
}

const isOver = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

/** Lambda ends the whole environment of a function that takes too long. */
async function within(millis: number, child: ChildProcess, start: (end: (outcome: Outcome) => void) => void): Promise<Outcome> {
	let late = false;
	const timer = setTimeout(() => {
		late = true;
		child.kill('SIGKILL');
	}, millis);
	const outcome = await new Promise<Outcome>(start);
	clearTimeout(timer);
	return late ? failure('Sandbox.Timedout', `Task timed out after ${millis / 1000} seconds`) : outcome;
}
