import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const endRecord = 0x06054b50;
const endBytes = 22;
const deflated = 8;

/** The files of a zip without comment, by name: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function readZip(file: string): ReadonlyMap<string, Buffer> {
	const bytes = readFileSync(file);
	const end = bytes.length - endBytes;
	if (bytes.readUInt32LE(end) !== endRecord) throw new Error(`${file} does not end as a zip`);
	const files = new Map<string, Buffer>();
	let at = bytes.readUInt32LE(end + 16);
	for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
		const [nameLength, extraLength, commentLength] = [
			bytes.readUInt16LE(at + 28),
			bytes.readUInt16LE(at + 30),
			bytes.readUInt16LE(at + 32),
		];
		files.set(bytes.toString('utf8', at + 46, at + 46 + nameLength), contentOf(bytes, at));
		at += 46 + nameLength + extraLength + commentLength;
	}
	return files;
}

function contentOf(bytes: Buffer, entry: number): Buffer {
	const local = bytes.readUInt32LE(entry + 42);
	const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
	const content = bytes.subarray(start, start + bytes.readUInt32LE(entry + 20));
	return bytes.readUInt16LE(entry + 10) === deflated ? inflateRawSync(content) : content;
}
