import { app, type HttpMethod, type HttpRequest, type InvocationContext } from '@azure/functions';
import { routes } from '#routes';
import { mostBody, readBody } from '../read-body.ts';
import { answerRequest } from './answer-request.ts';
import { callable, type Handler, running } from './running.ts';
import { triggerInput } from './trigger-input.ts';

/** One function of serverless.yml, and what wakes it in this app. */
export type Registration = {
	/** A letter, then letters, digits, `-` and `_`: Azure takes no other. */
	readonly name: string;
	readonly handler: Handler;
	/** Such as `/webhooks/stripe`. */
	readonly paths?: readonly string[];
	/** The queue's name. */
	readonly queue?: string;
	/** NCRONTAB: https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions */
	readonly timer?: string;
	/** It may be called by its name. */
	readonly calls?: true;
};

/** All that a request can be made with, so that what is wrong is answered by us. TRACE and CONNECT can't: https://fetch.spec.whatwg.org/#forbidden-method */
const methods: HttpMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

// Otherwise the body of a request that comes in chunks is lost on its way from the host: https://github.com/Azure/azure-functions-nodejs-worker/issues/524
app.setup({ enableHttpStream: true });

/** Tells the host what wakes the function: https://learn.microsoft.com/azure/azure-functions/functions-reference-node?pivots=nodejs-model-v4 */
export function register({ name, handler, paths = [], queue, timer, calls }: Registration): void {
	const run = (input: unknown, context: InvocationContext) => running.run({ name, context }, () => handler(input, context));
	paths.forEach((path, index) => {
		const route = path.replace(/^\//, '');
		app.http(numbered(`${name}${queue === undefined ? '' : '_http'}`, index), {
			route,
			methods,
			authLevel: 'anonymous',
			handler: (request, context) =>
				answerRequest(async () => await run(triggerInput({ kind: 'http', request, rawBody: await bytesOf(request) }), context), {
					name,
					context,
				}),
		});
	});
	if (queue !== undefined) {
		app.storageQueue(name, {
			queueName: queue,
			connection: 'AzureWebJobsStorage',
			handler: async (message, context) => void (await run(triggerInput({ kind: 'queue', queue, message }), context)),
		});
	}
	if (timer !== undefined) app.timer(name, { schedule: timer, handler: async (tick, context) => void (await run(tick, context)) });
	if (calls) callable.set(name, handler);
}

/** The host knows each trigger by a name of its own. */
function numbered(name: string, index: number): string {
	return index === 0 ? name : `${name}_${index + 1}`;
}

const most = mostBody(routes);

/** The host takes some 200 MB of a body, whoever sends it. */
async function bytesOf({ body }: HttpRequest): Promise<Buffer> {
	return body === null ? Buffer.alloc(0) : await readBody(body, most);
}
