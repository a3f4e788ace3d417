import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBlobs } from '../../../src/clouds/google/blobs.ts';
import { createClient } from '../../../src/clouds/google/client.ts';
import { blobsConformance } from '../../ports/blobs.conformance.ts';
import { type FakeGoogle, startFakeGoogle } from './fake-google.ts';
import { deployStage } from './fake-stage.ts';

let fake: FakeGoogle;
beforeAll(async () => {
	fake = await startFakeGoogle();
});
afterAll(() => fake.close());

describe('blobs of Google', () => {
	blobsConformance(async () => {
		const { cloud } = deployStage(fake);
		return { one: cloud().blobs, other: cloud().blobs, close: async () => {} };
	});

	it('a bucket that is not there is an error, not a missing blob', async () => {
		const blobs = createBlobs(createClient({ env: deployStage(fake).env }), 'no-such-bucket');

		await expect(blobs.get('stripe/1')).rejects.toThrow('storage: notFound (404)');
		await expect(blobs.remove('stripe/1')).rejects.toThrow('storage: notFound (404)');
	});

	it('bytes that are not those of their checksum are an error', async () => {
		const answer = { status: 200, headers: { 'x-goog-hash': 'crc32c=AAAAAA==,md5=AAAA' }, body: Buffer.from('other bytes') };
		const blobs = createBlobs(async () => answer, 'bucket');

		await expect(blobs.get('stripe/1')).rejects.toThrow('storage: ChecksumMismatch');
	});

	it('a key of ours is its object’s name, and is sent with the digest of its bytes', async () => {
		const sent: string[] = [];
		const blobs = createBlobs(async ({ path, body = '' }) => {
			sent.push(path, body.toString());
			return { status: 200, headers: {}, body: Buffer.alloc(0) };
		}, 'bucket');

		await blobs.put('stripe-eu/00ff', Buffer.from('abc'));

		expect(sent[0]).toBe('/upload/storage/v1/b/bucket/o?uploadType=multipart');
		expect(sent[1]).toContain('{"name":"stripe-eu/00ff","md5Hash":"kAFQmDzST7DWlj99KOF/cg=="}');
	});
});
