import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBlobs } from '../../../src/clouds/aws/blobs.ts';
import { createClient } from '../../../src/clouds/aws/client.ts';
import { blobsConformance } from '../../ports/blobs.conformance.ts';
import { type Emulators, startEmulators } from './emulators.ts';

let emulators: Emulators;
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());

describe('blobs of AWS', () => {
	blobsConformance(async () => {
		const env = await emulators.service();
		const connect = () => createBlobs(createClient({ env }), env.WEBHOOK_BUCKET);
		return { one: connect(), other: connect(), close: async () => {} };
	});

	it('a bucket that is not there is an error, not a missing blob', async () => {
		const blobs = createBlobs(createClient({ env: await emulators.service() }), 'no-such-bucket');

		await expect(blobs.get('stripe/1')).rejects.toThrow('s3: NoSuchBucket (404)');
	});

	it('bytes that are not those of their checksum are an error', async () => {
		const answer = { status: 200, headers: { 'x-amz-checksum-sha256': 'AAAA' }, body: Buffer.from('other bytes') };
		const blobs = createBlobs(async () => answer, 'bucket');

		await expect(blobs.get('stripe/1')).rejects.toThrow('s3: ChecksumMismatch');
	});

	it('a key of ours is its object’s name, so that a role can be given one source’s blobs', async () => {
		const paths: unknown[] = [];
		const blobs = createBlobs(async ({ path, headers = {} }) => {
			paths.push([path, headers['x-amz-checksum-sha256']]);
			return { status: 200, headers: {}, body: Buffer.alloc(0) };
		}, 'bucket');

		await blobs.put('stripe-eu/00ff', Buffer.from('abc'));

		expect(paths).toEqual([['/bucket/stripe-eu/00ff', 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=']]);
	});
});
