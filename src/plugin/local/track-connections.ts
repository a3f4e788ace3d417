import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorCode } from '../error-code.ts';

/** Says of each connection what may still happen on it. */
export type Connections = {
	/** False after an answer that ends the connection: what came behind it can not be answered, so it must not be acted on (RFC 9112, 9.6). */
	readonly begin: (request: IncomingMessage, response: ServerResponse) => boolean;
	/** For bytes that are no request, or come too late. */
	readonly refuse: (error: Error, socket: Duplex) => void;
};

const statuses: Readonly<Record<string, string>> = {
	ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
	HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
	HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

export function trackConnections(): Connections {
	const last = new WeakMap<Duplex, { readonly request: IncomingMessage; readonly response: ServerResponse }>();
	return {
		begin: (request, response) => {
			const ending = last.get(request.socket)?.response.shouldKeepAlive === false;
			if (ending) request.resume();
			else last.set(request.socket, { request, response });
			return !ending;
		},
		refuse: (error, socket) => {
			const { request, response } = last.get(socket) ?? {};
			// Whoever waits for the answer to a whole request would take this one for it, and the request may be kept by now.
			const awaited = response?.writableFinished === false && (request?.complete || response.headersSent);
			if (awaited || !socket.writable) socket.destroy();
			else
				socket.end(`HTTP/1.1 ${statuses[errorCode(error) ?? ''] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`, () =>
					socket.destroy(),
				);
		},
	};
}
