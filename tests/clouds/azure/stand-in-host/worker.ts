// The worker's side of the stand-in host: what https://github.com/Azure/azure-functions-nodejs-worker does (setupCoreModule.ts, startApp.ts, InvocationHandler.ts), with Node's
// own channel between processes in the place of gRPC. The app is given by its folder, and is loaded as the worker loads it: package.json's `main`.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import type { FromWorker, Invocation, Registered, ToWorker, TypedData } from './rpc.ts';

type Callback = (...given: unknown[]) => unknown;
type Model = {
	readonly getCapabilities: (given: object) => Promise<Record<string, string>>;
	readonly getInvocationModel: (context: object) => {
		readonly getArguments: () => Promise<{ readonly context: unknown; readonly inputs: unknown[] }>;
		readonly invokeFunction: (context: unknown, inputs: unknown[], callback: Callback) => Promise<unknown>;
		readonly getResponse: (context: unknown, result: unknown) => Promise<{ readonly returnValue?: TypedData | null }>;
	};
};

const functions = new Map<string, { readonly metadata: Registered; readonly callback: Callback }>();
let model: Model | undefined;
const say = (message: FromWorker) => process.send?.(message);
const log = (level: string, category: string, message: string) => {
	if (category === 'user' || level !== 'debug') process.stdout.write(`${message}\n`);
};

const core = {
	version: '3.12.0',
	hostVersion: '4.1040.0',
	setProgrammingModel: (given: Model) => {
		model = given;
	},
	getProgrammingModel: () => model,
	registerFunction: (metadata: Registered, callback: Callback) => functions.set(metadata.name, { metadata, callback }),
	registerHook: (name: string) => {
		throw new Error(`the stand-in host runs no hook, and the app registers ${name}`);
	},
	log,
};

const real = Module.prototype.require;
Module.prototype.require = Object.assign(function (this: unknown, id: string) {
	return id === '@azure/functions-core' ? core : real.call(this, id);
}, real);

process.on('message', ({ id, name, invocation }: ToWorker) => {
	invoke(id, name, invocation).then(
		(returned) => say({ kind: 'answer', id, returned }),
		(error: unknown) => say({ kind: 'failure', id, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }),
	);
});
// The host is gone.
process.on('disconnect', () => process.exit(0));

async function invoke(invocationId: string, name: string, { inputData, triggerMetadata }: Invocation): Promise<TypedData | undefined> {
	const found = functions.get(name);
	if (found === undefined || model === undefined) throw new Error(`there is no function ${name}`);
	const traceContext = {
		traceParent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
		traceState: '',
		attributes: {},
	};
	const request = { invocationId, inputData, triggerMetadata, traceContext };
	const invocation = model.getInvocationModel({ invocationId, metadata: found.metadata, request, state: undefined, log });
	const { context, inputs } = await invocation.getArguments();
	const result = await invocation.invokeFunction(context, inputs, found.callback);
	const { returnValue } = await invocation.getResponse(context, result);
	return returnValue ?? undefined;
}

const folder = process.argv[2] ?? '.';
const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { main: string };
createRequire(join(folder, 'package.json'))(join(folder, main));
// https://github.com/Azure/azure-functions-nodejs-worker/blob/v4.x/src/eventHandlers/getWorkerCapabilities.ts
const own = { RawHttpBodyBytes: 'true', RpcHttpBodyOnly: 'true', UseNullableValueDictionaryForHttp: 'true' };
const capabilities = (await model?.getCapabilities(own)) ?? own;
say({ kind: 'ready', functions: [...functions.values()].map(({ metadata }) => metadata), capabilities });
