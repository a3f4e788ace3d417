import { createHash, randomUUID } from 'node:crypto';
import type { Blobs } from '../../webhook/ports.ts';
import { objectName } from '../object-name.ts';
import { ServiceError } from '../service-error.ts';
import type { Client } from './client.ts';
import { isRefusal } from './google-error.ts';

/** Inside a region the biggest delivery takes well under a second. */
const timeoutMillis = 5000;

/** Objects of one bucket. Storage compares what it got with the digest, and the reader what it gets. */
export function createBlobs(client: Client, bucket: string): Blobs {
	const path = (key: string) => `/storage/v1/b/${bucket}/o/${encodeURIComponent(objectName(key))}`;
	return {
		put: async (key, bytes) => {
			const upload = multipart({ name: objectName(key), md5Hash: md5(bytes) }, bytes);
			await client({ service: 'storage', path: `/upload/storage/v1/b/${bucket}/o?uploadType=multipart`, ...upload, timeoutMillis });
		},
		get: async (key) => {
			try {
				const { body, headers } = await client({ service: 'storage', method: 'GET', path: `${path(key)}?alt=media`, timeoutMillis });
				// https://cloud.google.com/storage/docs/xml-api/reference-headers#xgooghash: `crc32c=…,md5=…`
				const [, expected] = /(?:^|[\s,])md5=([\w+/=]+)/.exec(String(headers['x-goog-hash'] ?? '')) ?? [];
				if (expected !== undefined && expected !== md5(body)) throw new ServiceError('storage', 'ChecksumMismatch', 0);
				return body;
			} catch (error) {
				if (isRefusal(error, 'NoSuchObject')) return undefined;
				throw error;
			}
		},
		remove: async (key) => {
			try {
				await client({ service: 'storage', method: 'DELETE', path: path(key), timeoutMillis });
			} catch (error) {
				if (!isRefusal(error, 'NoSuchObject')) throw error;
			}
		},
	};
}

function md5(bytes: Buffer): string {
	return createHash('md5').update(bytes).digest('base64');
}

/** What an object is, and its bytes: https://cloud.google.com/storage/docs/uploading-objects#rest-upload-objects. Only so can Storage be told a digest beforehand. */
function multipart(metadata: object, bytes: Buffer) {
	const boundary = randomUUID();
	const head = [
		`--${boundary}`,
		'content-type: application/json; charset=utf-8',
		'',
		JSON.stringify(metadata),
		`--${boundary}`,
		'content-type: application/octet-stream',
		'',
		'',
	];
	return {
		headers: { 'content-type': `multipart/related; boundary=${boundary}` },
		body: Buffer.concat([Buffer.from(head.join('\r\n')), bytes, Buffer.from(`\r\n--${boundary}--`)]),
	};
}
