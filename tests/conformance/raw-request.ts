import { exchange } from '../plugin/local/raw-http.ts';

/** A request as it goes over the wire: nothing is added but what HTTP can't do without. */
export type RawRequest = {
	readonly method?: string;
	readonly target: string;
	readonly headers?: readonly (readonly [name: string, value: string])[];
	readonly body?: Buffer;
	readonly chunked?: true;
};

export type RawReply = {
	readonly status: number;
	readonly headers: readonly (readonly [name: string, value: string])[];
	readonly body: Buffer;
};

/** In the order of the wire, with what the request does not say itself. */
export function linesOf({ headers = [], body, chunked }: RawRequest): readonly (readonly [string, string])[] {
	const framing = chunked ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(body?.length ?? 0)];
	return [['Host', 'gateway.example'], ['Connection', 'close'], ...headers, ...(body === undefined ? [] : [framing as [string, string]])];
}

/** On a connection of its own. */
export async function sendRaw(port: number, request: RawRequest): Promise<RawReply> {
	const { method = 'POST', target, body = Buffer.alloc(0), chunked } = request;
	const head = [`${method} ${target} HTTP/1.1`, ...linesOf(request).map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
	const parts = chunked ? inChunks(body) : [body];
	return read(Buffer.from(await exchange(port, Buffer.from(head, 'latin1'), ...parts), 'latin1'), method);
}

function inChunks(body: Buffer): readonly (string | Buffer)[] {
	const half = Math.ceil(body.length / 2);
	const chunks = [body.subarray(0, half), body.subarray(half)].filter(({ length }) => length > 0);
	return [...chunks.flatMap((chunk) => [`${chunk.length.toString(16)}\r\n`, chunk, '\r\n']), '0\r\n\r\n'];
}

function read(bytes: Buffer, method: string): RawReply {
	const end = bytes.indexOf('\r\n\r\n');
	if (end < 0) return { status: 0, headers: [], body: bytes };
	const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
	const headers = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const);
	const rest = bytes.subarray(end + 4);
	const chunked = headers.some(([name, value]) => name === 'transfer-encoding' && value === 'chunked');
	return { status: Number(first.slice(9, 12)), headers, body: chunked && method !== 'HEAD' ? joined(rest) : rest };
}

function joined(rest: Buffer): Buffer {
	const chunks: Buffer[] = [];
	for (let at = 0; ; ) {
		const end = rest.indexOf('\r\n', at);
		const size = end < 0 ? 0 : Number.parseInt(rest.toString('latin1', at, end), 16);
		if (size === 0) return Buffer.concat(chunks);
		chunks.push(rest.subarray(end + 2, end + 2 + size));
		at = end + 2 + size + 2;
	}
}
