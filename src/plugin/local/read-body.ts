import type { IncomingMessage } from 'node:http';

/**
 * The body's exact bytes; undefined as soon as it is known to be over `limit` (bytes), of which nothing is kept.
 * Rejects when the sender goes away before the end.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
	if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
	return await new Promise((resolve, reject) => {
		let chunks: Buffer[] = [];
		let size = 0;
		request.on('data', (chunk: Buffer) => {
			size += chunk.length;
			if (size <= limit) {
				chunks.push(chunk);
				return;
			}
			chunks = [];
			resolve(undefined);
		});
		request.on('end', () => resolve(Buffer.concat(chunks)));
		request.on('error', reject);
		request.on('close', () => reject(new Error('The sender went away before the end of the body.')));
	});
}
