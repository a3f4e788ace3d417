import { crc32, deflateRawSync } from 'node:zlib';

const version = 20;
const deflated = 8;
const utf8 = 0x0800;
/** 1 January 1980, the first day that a zip knows: the same files make the same zip, whenever that is. */
const date = 0x21;

/** A zip of these files, by name: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function zip(files: Readonly<Record<string, string>>): Buffer {
	const [locals, entries]: [Buffer[], Buffer[]] = [[], []];
	let at = 0;
	for (const name of Object.keys(files).sort()) {
		const content = Buffer.from(files[name] ?? '');
		const packed = deflateRawSync(content, { level: 9 });
		const described = describe(name, content, packed);
		const local = Buffer.concat([numbers([4, 0x04034b50]), described, Buffer.from(name), packed]);
		const more = numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, at]);
		entries.push(Buffer.concat([numbers([4, 0x02014b50], [2, version]), described, more, Buffer.from(name)]));
		locals.push(local);
		at += local.length;
	}
	const directory = Buffer.concat(entries);
	const count = entries.length;
	const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, directory.length], [4, at], [2, 0]);
	return Buffer.concat([...locals, directory, end]);
}

/** What both headers of a file say of it. */
function describe(name: string, content: Buffer, packed: Buffer): Buffer {
	const how = numbers([2, version], [2, utf8], [2, deflated], [2, 0], [2, date]);
	const sizes = numbers([4, crc32(content)], [4, packed.length], [4, content.length], [2, Buffer.byteLength(name)], [2, 0]);
	return Buffer.concat([how, sizes]);
}

function numbers(...parts: readonly (readonly [bytes: number, value: number])[]): Buffer {
	return Buffer.concat(
		parts.map(([bytes, value]) => {
			const buffer = Buffer.alloc(bytes);
			buffer.writeUIntLE(value, 0, bytes);
			return buffer;
		}),
	);
}
