import type { ServerResponse } from 'node:http';
import { streamHeaders } from './send.ts';

/** Changes that come closer together than this are told as one. */
const pauseMillis = 100;
const beatMillis = 15_000;

/** Server-sent events that say only that something changed: the page asks for what it shows. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export function streamChanges(response: ServerResponse, onChange: (listener: () => void) => () => void): void {
	let waiting: NodeJS.Timeout | undefined;
	const tell = () => {
		waiting = undefined;
		response.write('event: change\ndata: {}\n\n');
	};
	response.writeHead(200, streamHeaders);
	response.write('retry: 1000\n\n');
	const stop = onChange(() => {
		waiting ??= setTimeout(tell, pauseMillis);
	});
	// Some proxies and browsers give up on a stream that says nothing.
	const beat = setInterval(() => response.write(': still here\n\n'), beatMillis);
	response.on('close', () => {
		stop();
		clearInterval(beat);
		clearTimeout(waiting);
	});
}
