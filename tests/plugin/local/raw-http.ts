import { connect } from 'node:net';

export type RawReply = { readonly status: number; readonly head: string; readonly body: string };

/** Writes these bytes on a connection of their own and returns all that comes back until it is closed. */
export async function exchange(port: number, ...parts: readonly (string | Uint8Array)[]): Promise<string> {
	const socket = connect(port, '127.0.0.1');
	const chunks: Buffer[] = [];
	socket.on('data', (chunk) => chunks.push(chunk));
	socket.on('error', () => {});
	// A reset is an end too, so nothing waits for an error.
	const closed = new Promise((resolve) => socket.once('close', resolve));
	for (const part of parts) socket.write(part);
	await closed;
	return Buffer.concat(chunks).toString('latin1');
}

/** One POST with these header lines, exactly as given, and this body. */
export async function post(port: number, target: string, lines: readonly string[], body: Uint8Array = Buffer.alloc(0)): Promise<RawReply> {
	const head = [`POST ${target} HTTP/1.1`, 'Host: evil.example', 'Connection: close', `Content-Length: ${body.length}`, ...lines, '', ''];
	return parse(await exchange(port, Buffer.from(head.join('\r\n'), 'latin1'), body));
}

export function parse(reply: string): RawReply {
	const end = reply.indexOf('\r\n\r\n');
	return { status: Number(reply.slice(9, 12)), head: reply.slice(0, end).toLowerCase(), body: reply.slice(end + 4) };
}
