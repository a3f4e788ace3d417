import type { HttpResponseInit } from '@azure/functions';
import type { Reply } from '../../webhook/reply.ts';
import { logLine } from '../log-line.ts';
import type { Running } from './running.ts';

/**
 * What a handler replies to a delivery, as the host takes it. It never throws: with streams the host would then answer nothing at all, so the sender would wait.
 * https://github.com/Azure/azure-functions-nodejs-library/issues/324
 */
export async function answerRequest(run: () => Promise<unknown>, { context, name }: Running): Promise<HttpResponseInit> {
	try {
		// Sound because `respond` gives a reply, and nothing else answers a delivery.
		const { body, ...reply } = (await run()) as Reply;
		// A text would get a content type that the reply has not.
		return { ...reply, body: Buffer.from(body) };
	} catch (error) {
		const detail = error instanceof Error ? `${error.name}: ${error.message}` : 'not an Error';
		const line = { timestamp: new Date().toISOString(), level: 'ERROR', message: 'the function failed', 'faas.name': name, detail };
		context.error(logLine(line).trimEnd());
		return { status: 500 };
	}
}
