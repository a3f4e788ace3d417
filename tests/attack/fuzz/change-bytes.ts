import type { Random } from './random.ts';

type BytesChange = (bytes: Buffer, random: Random) => Buffer;

const cut = (bytes: Buffer, { below }: Random) => {
	const start = below(bytes.length + 1);
	return [start, Math.min(bytes.length, start + 1 + below(8))] as const;
};
const odd = ['\0', '\r\n', '\u001b', '"', '\\', '{', '[', '%', '&', '=', ';', ',', '+', '--', '\u2028', '😀', '\ufeff'].map((text) =>
	Buffer.from(text),
);
const invalid = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]].map((bytes) => Buffer.from(bytes));

const changes: readonly BytesChange[] = [
	(bytes, { below }) => {
		const flipped = Buffer.from(bytes);
		const at = below(bytes.length || 1);
		if (at < bytes.length) flipped[at] = (flipped[at] ?? 0) ^ (1 + below(255));
		return flipped;
	},
	(bytes, random) => {
		const at = random.below(bytes.length + 1);
		return Buffer.concat([bytes.subarray(0, at), random.pick([...odd, ...invalid]), bytes.subarray(at)]);
	},
	(bytes, random) => {
		const [start, end] = cut(bytes, random);
		return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
	},
	(bytes, random) => {
		const [start, end] = cut(bytes, random);
		return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
	},
	(bytes, { below }) => bytes.subarray(0, below(bytes.length + 1)),
	(bytes, { below }) => bytes.subarray(below(bytes.length + 1)),
	(bytes, { below }) => Buffer.concat(Array(2 + below(20)).fill(bytes)),
	(bytes, { below }) => Buffer.concat([bytes, Buffer.alloc(1 + below(30_000), below(256))]),
	(bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le'),
	() => Buffer.alloc(0),
];

export function changeBytes(bytes: Buffer, random: Random): Buffer {
	return random.pick(changes)(bytes, random);
}
