import { createHash } from 'node:crypto';
import { only, Refused } from './fake-error.ts';

export type Bytes = { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

export type FakeStorage = {
	readonly createBucket: (name: string) => void;
	/** JSON, or an object's bytes. */
	readonly answer: (method: string, url: URL, request: { readonly type: string; readonly body: Buffer }) => object | Bytes;
};

/** The calls of Cloud Storage's JSON API that we make. */
export function createFakeStorage(): FakeStorage {
	const buckets = new Map<string, Map<string, Buffer>>();
	const inside = (name: string) => {
		const bucket = buckets.get(name);
		if (bucket === undefined) throw new Refused('NOT_FOUND', 'The specified bucket does not exist.');
		return bucket;
	};
	return {
		createBucket: (name) => void buckets.set(name, new Map()),
		answer: (method, { pathname, searchParams }, request) => {
			const [, upload] = /^\/upload\/storage\/v1\/b\/([^/]+)\/o$/.exec(pathname) ?? [];
			if (method === 'POST' && upload !== undefined && searchParams.get('uploadType') === 'multipart') return put(inside(upload), request);
			const [, name = '', object = ''] = /^\/storage\/v1\/b\/([^/]+)\/o\/([^/]+)$/.exec(pathname) ?? [];
			const key = decodeURIComponent(object);
			const found = inside(name).get(key);
			if (found === undefined) throw new Refused('NOT_FOUND', `No such object: ${name}/${key}`);
			if (method === 'DELETE') return inside(name).delete(key) ? {} : {};
			if (method !== 'GET' || searchParams.get('alt') !== 'media') throw new Refused('INVALID_ARGUMENT', 'only media is asked for');
			return { headers: { 'content-type': 'application/octet-stream', 'x-goog-hash': `crc32c=AAAAAA==,md5=${md5(found)}` }, body: found };
		},
	};
}

function md5(bytes: Buffer): string {
	return createHash('md5').update(bytes).digest('base64');
}

function put(bucket: Map<string, Buffer>, { type, body }: { readonly type: string; readonly body: Buffer }): object {
	const [, boundary] = /^multipart\/related; boundary=([\w-]+)$/.exec(type) ?? [];
	const [metadata, media] = boundary === undefined ? [] : partsOf(body, boundary);
	if (metadata === undefined || media === undefined) throw new Refused('INVALID_ARGUMENT', 'Malformed multipart body.');
	const { name, md5Hash } = only(JSON.parse(metadata.toString()), ['name', 'md5Hash', 'contentType'], 'object');
	if (typeof name !== 'string' || name === '' || Buffer.byteLength(name) > 1024) throw new Refused('INVALID_ARGUMENT', 'the name is wrong');
	if (md5Hash !== undefined && md5Hash !== md5(media))
		throw new Refused('INVALID_ARGUMENT', `Provided MD5 hash "${md5Hash}" doesn't match calculated MD5 hash "${md5(media)}".`);
	bucket.set(name, media);
	return { kind: 'storage#object', name, size: String(media.length), md5Hash: md5(media) };
}

/** The parts' bytes, without their headers. */
function partsOf(body: Buffer, boundary: string): readonly Buffer[] {
	const parts: Buffer[] = [];
	const mark = Buffer.from(`--${boundary}`);
	for (let from = body.indexOf(mark); from >= 0; ) {
		const to = body.indexOf(Buffer.from(`\r\n--${boundary}`), from);
		if (to < 0) break;
		const part = body.subarray(from + mark.length + 2, to);
		parts.push(part.subarray(part.indexOf('\r\n\r\n') + 4));
		from = to + 2;
	}
	return parts;
}
