import { type IncomingHttpHeaders, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';

export type Outgoing = {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | Buffer;
	/** On a connection of its own: one that was kept may be dead without anybody knowing, and what was sent over it is lost. */
	readonly fresh: boolean;
};

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

const keepAlive = { keepAlive: true, maxSockets: 64 };
const secure = new Agent(keepAlive);
const plain = new PlainAgent(keepAlive);

/** One request and its whole answer. Rejects when the connection fails, or when the answer is not there in time. */
export type Exchange = (origin: URL, outgoing: Outgoing, timeoutMillis: number) => Promise<Answer>;

export const exchange: Exchange = (origin, { body, fresh, ...outgoing }, timeoutMillis) =>
	new Promise((resolve, reject) => {
		const target = { hostname: origin.hostname, port: origin.port, ...outgoing };
		const [ask, agent] = origin.protocol === 'http:' ? ([plainRequest, plain] as const) : ([request, secure] as const);
		const sent = ask({ ...target, agent: fresh ? false : agent });
		const timer = setTimeout(() => sent.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })), timeoutMillis);
		const fail = (error: Error) => {
			clearTimeout(timer);
			reject(error);
		};
		sent.on('error', fail);
		sent.on('response', (incoming) => {
			const chunks: Buffer[] = [];
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.on('error', fail);
			incoming.on('end', () => {
				clearTimeout(timer);
				resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) });
			});
		});
		sent.end(body);
	});
