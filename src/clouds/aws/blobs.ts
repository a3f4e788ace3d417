import { createHash } from 'node:crypto';
import type { Blobs } from '../../webhook/ports.ts';
import { objectName } from '../object-name.ts';
import { ServiceError } from '../service-error.ts';
import type { Client } from './client.ts';

/** A delivery has 6 MB at most, and inside a region that takes well under a second. */
const timeoutMillis = 5000;

/** Objects of one bucket. S3 compares what it got with the digest, and the reader what it gets. */
export function createBlobs(client: Client, bucket: string): Blobs {
	const path = (key: string) => `/${bucket}/${objectName(key)}`;
	return {
		put: async (key, bytes) => {
			const digest = createHash('sha256').update(bytes).digest();
			const headers = {
				'content-type': 'application/octet-stream',
				'x-amz-content-sha256': digest.toString('hex'),
				'x-amz-checksum-sha256': digest.toString('base64'),
			};
			await client({ service: 's3', method: 'PUT', path: path(key), headers, body: bytes, timeoutMillis });
		},
		get: async (key) => {
			try {
				const headers = { 'x-amz-checksum-mode': 'ENABLED' };
				const { body, headers: answered } = await client({ service: 's3', method: 'GET', path: path(key), headers, timeoutMillis });
				const expected = answered['x-amz-checksum-sha256'];
				if (expected !== undefined && expected !== createHash('sha256').update(body).digest('base64')) {
					throw new ServiceError('s3', 'ChecksumMismatch', 0);
				}
				return body;
			} catch (error) {
				// A missing bucket is 404 too.
				if (error instanceof ServiceError && error.code === 'NoSuchKey') return undefined;
				throw error;
			}
		},
		remove: async (key) => {
			await client({ service: 's3', method: 'DELETE', path: path(key), timeoutMillis });
		},
	};
}
