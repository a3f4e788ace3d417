import { MalformedBody } from '../webhook/provider.ts';

type HttpEvent = { headers: Readonly<Record<string, string>>; body: unknown; isBase64Encoded: boolean };

/**
 * Runs one of Middy's body parsers on a delivery's bytes. They replace `body` and throw errors that carry a status.
 * @throws {MalformedBody} for what the parser refuses
 */
export function runParser(before: unknown, event: HttpEvent): unknown {
	// Sound because Middy's parsers read only `event`, and return nothing or a promise.
	const parse = before as (request: { event: HttpEvent }) => undefined | Promise<unknown>;
	try {
		const running = parse({ event });
		if (running instanceof Promise) return running.then(() => event.body, refuse);
		return event.body;
	} catch (error) {
		return refuse(error);
	}
}

function refuse(error: unknown): never {
	// The message of a parser may quote the body; ours must not.
	if (error instanceof Error && 'statusCode' in error) throw new MalformedBody('the body is not well-formed');
	throw error;
}
