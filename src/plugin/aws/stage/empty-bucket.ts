import { createHash } from 'node:crypto';
import type { Client } from '../../../clouds/aws/client.ts';
import { Mistake } from '../../mistake.ts';
import { unescapeXml } from './read-stack.ts';

const timeoutMillis = 30_000;

/** Removes every object of a bucket that keeps no versions, and returns how many there were. */
export async function emptyBucket(client: Client, bucket: string): Promise<number> {
	for (let removed = 0; ; ) {
		const keys = await listKeys(client, bucket);
		if (keys.length === 0) return removed;
		await removeKeys(client, bucket, keys);
		removed += keys.length;
	}
}

/** Up to 1,000: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
async function listKeys(client: Client, bucket: string): Promise<readonly string[]> {
	const { body } = await client({ service: 's3', method: 'GET', path: `/${bucket}?encoding-type=url&list-type=2`, timeoutMillis });
	const keys = [...body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => unescapeXml(key));
	return keys.map((key) => decodeURIComponent(key.replaceAll('+', ' ')));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
async function removeKeys(client: Client, bucket: string, keys: readonly string[]): Promise<void> {
	const objects = keys.map((key) => `<Object><Key>${escapeXml(key)}</Key></Object>`).join('');
	const body = `<Delete><Quiet>true</Quiet>${objects}</Delete>`;
	const headers = {
		'content-type': 'application/xml',
		'content-md5': createHash('md5').update(body).digest('base64'),
		'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
	};
	const answer = await client({ service: 's3', method: 'POST', path: `/${bucket}?delete`, headers, body, timeoutMillis });
	// Some may fail in an answer that says 200.
	const [, code] = /<Error>[\s\S]*?<Code>([^<]*)<\/Code>/.exec(answer.body.toString()) ?? [];
	if (code !== undefined) throw new Mistake(`the bucket ${bucket} can not be emptied (${code})`);
}

function escapeXml(text: string): string {
	return text.replace(/[&<>"'\r\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}
