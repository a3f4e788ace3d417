import { crc32, deflateRawSync } from 'node:zlib';

/** 1 January 1980, the first day that a zip can name, so that the same files make the same bytes. */
const date = 0x0021;
const utf8 = 0x0800;
const deflated = 8;
/** Made on Unix, by version 2.0. Azure mounts the zip as it is, and a file without a mode could not be read there. */
const madeBy = (3 << 8) | 20;
const readable = 0o100644 * 2 ** 16;

/** Files by name as a zip: sorted, with fixed times and modes. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function zipOf(files: ReadonlyMap<string, Buffer>): Buffer {
	const entries = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
	const locals: Buffer[] = [];
	const central: Buffer[] = [];
	let offset = 0;
	for (const [path, content] of entries) {
		const name = Buffer.from(path);
		const packed = deflateRawSync(content, { level: 9 });
		const shared = sharedFields(name, content, packed);
		const local = Buffer.concat([word(0x04034b50), shared, name, packed]);
		// No comment, first disk, no internal attributes.
		const rest = Buffer.concat([half(0), half(0), half(0), word(readable), word(offset)]);
		central.push(Buffer.concat([word(0x02014b50), half(madeBy), shared, rest, name]));
		locals.push(local);
		offset += local.length;
	}
	const directory = Buffer.concat(central);
	const end = [
		word(0x06054b50),
		half(0),
		half(0),
		half(entries.length),
		half(entries.length),
		word(directory.length),
		word(offset),
		half(0),
	];
	return Buffer.concat([...locals, directory, ...end]);
}

/** What both headers of a file say, in the order of both. */
function sharedFields(name: Buffer, content: Buffer, packed: Buffer): Buffer {
	return Buffer.concat([
		...[20, utf8, deflated, 0, date].map(half),
		...[crc32(content), packed.length, content.length].map(word),
		...[name.length, 0].map(half),
	]);
}

function half(value: number): Buffer {
	const bytes = Buffer.alloc(2);
	bytes.writeUInt16LE(value);
	return bytes;
}

function word(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}
