import { defaultMaxBody, type Routes } from '../webhook/source.ts';

/** Bytes of a body that any source of the service takes. */
export function mostBody({ sources }: Pick<Routes, 'sources'>): number {
	return Math.max(defaultMaxBody, ...Object.values(sources).map(({ maxBody }) => maxBody));
}

/**
 * The bytes of a body. Of one that is longer only a byte more than `most` is kept, so that `limit-body` sees it: anybody can send any number of them at once. The
 * rest is read all the same, because a sender who is cut off gets no answer.
 */
export async function readBody(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
	const kept: Uint8Array[] = [];
	let room = most + 1;
	for await (const chunk of chunks) {
		if (room > 0) kept.push(chunk.length > room ? chunk.slice(0, room) : chunk);
		room = Math.max(0, room - chunk.length);
	}
	return Buffer.concat(kept);
}
