import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { isObject } from '../http-event.ts';

/** https://nodejs.org/api/diagnostics_channel.html#http: before the server's own listeners hear of a request. */
const channel = 'http.server.request.start';

/**
 * Lets what a sender has sent reach our code as it is. The functions-framework reads every request before a function does, by its content type and coding: it answers what is
 * malformed by itself, with a stack, and prints the body to stderr; it unzips, up to 1 GB, and keeps as much of what nobody takes; and it has a path and a 404 of its own. Here it
 * is told that each is of no kind, sent to `/`, so it reads no body, and `serve` does. `rawHeaders` and Express's own `originalUrl` still say what was sent.
 * https://github.com/GoogleCloudPlatform/functions-framework-nodejs/blob/main/src/server.ts
 */
export function takeExactBytes(): void {
	subscribe(channel, (message) => {
		const request = isObject(message) ? message.request : undefined;
		// Sound because Node says so of the channel.
		if (isObject(request)) hide(request as unknown as Hidden);
	});
}

type Hidden = Pick<IncomingMessage, 'headers' | 'url'> & { originalUrl?: string | undefined };

function hide(request: Hidden): void {
	delete request.headers['content-type'];
	delete request.headers['content-encoding'];
	request.originalUrl = request.url;
	request.url = '/';
}
