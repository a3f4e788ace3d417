import { createHash } from 'node:crypto';
import type { Blobs } from '../../webhook/ports.ts';
import { objectName } from '../object-name.ts';
import { ServiceError } from '../service-error.ts';
import { hasCode } from './azure-error.ts';
import type { Client } from './client.ts';

/** A delivery has a few MB at most, and inside a region that takes well under a second. */
const timeoutMillis = 5000;

/** Blobs of one container. Azure compares what it got with the digest, and keeps it for the reader to compare. */
export function createBlobs(client: Client, container: string): Blobs {
	const path = (key: string) => `/${container}/${objectName(key)}`;
	return {
		put: async (key, bytes) => {
			const headers = { 'content-type': 'application/octet-stream', 'content-md5': digestOf(bytes), 'x-ms-blob-type': 'BlockBlob' };
			await client({ service: 'blob', method: 'PUT', path: path(key), headers, body: bytes, timeoutMillis });
		},
		get: async (key) => {
			try {
				const { body, headers } = await client({ service: 'blob', method: 'GET', path: path(key), timeoutMillis });
				const expected = headers['content-md5'];
				if (expected !== undefined && expected !== digestOf(body)) throw new ServiceError('blob', 'ChecksumMismatch', 0);
				return body;
			} catch (error) {
				// A missing container is 404 too.
				if (hasCode(error, 'BlobNotFound')) return undefined;
				throw error;
			}
		},
		remove: async (key) => {
			await client({ service: 'blob', method: 'DELETE', path: path(key), timeoutMillis }).catch((error: unknown) => {
				if (!hasCode(error, 'BlobNotFound')) throw error;
			});
		},
	};
}

/** Against what gets damaged on its way, not against anybody: https://learn.microsoft.com/rest/api/storageservices/put-blob */
function digestOf(bytes: Buffer): string {
	return createHash('md5').update(bytes).digest('base64');
}
