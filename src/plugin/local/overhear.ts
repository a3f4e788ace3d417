import type { Writable } from 'node:stream';

/** Hears each line as it is written to a stream; what is written stays as it is. */
export function overhear(stream: Pick<Writable, 'write'>, heard: (line: string) => void): void {
	const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
	stream.write = (...given: unknown[]) => {
		const [chunk] = given;
		const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString();
		for (const line of text.replace(/\n$/, '').split('\n')) heard(line);
		return write(...given);
	};
}
