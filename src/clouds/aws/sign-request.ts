import { createHash, createHmac } from 'node:crypto';
import type { Credentials } from './client.ts';

type Asked = {
	readonly service: string;
	readonly method: string;
	/** Percent-encoded, with its query. */
	readonly path: string;
	/** All of them are signed. Names are in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | Buffer;
};

type Signer = { readonly region: string; readonly credentials: Credentials; readonly now: Date };

/** The headers with a signature, version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function signRequest({ service, method, path, headers, body }: Asked, { region, credentials, now }: Signer): Record<string, string> {
	const { accessKeyId, secretAccessKey, sessionToken } = credentials;
	const time = now.toISOString().replace(/[:-]|\.\d+/g, '');
	const scope = [time.slice(0, 8), region, service, 'aws4_request'];
	const sum = sha256(body);
	const sent: Record<string, string> = {
		...headers,
		'x-amz-date': time,
		...(service === 's3' && { 'x-amz-content-sha256': sum }),
		...(sessionToken && { 'x-amz-security-token': sessionToken }),
	};
	const names = Object.keys(sent).sort();
	const [place = '', query] = path.split('?');
	const canonical = [
		method,
		// S3 alone takes the path as it is sent.
		service === 's3' ? place : place.split('/').map(encodeURIComponent).join('/'),
		query?.split('&').map(withValue).sort().join('&'),
		...names.map((name) => `${name}:${sent[name]?.trim().replace(/\s+/g, ' ')}`),
		'',
		names.join(';'),
		sum,
	].join('\n');
	const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n');
	const key = scope.reduce<string | Buffer>((own, part) => hmac(own, part).digest(), `AWS4${secretAccessKey}`);
	const proof = `SignedHeaders=${names.join(';')}, Signature=${hmac(key, toSign).digest('hex')}`;
	return { ...sent, authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, ${proof}` };
}

function withValue(pair: string): string {
	return pair.includes('=') ? pair : `${pair}=`;
}

function sha256(text: string | Buffer): string {
	return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string) {
	return createHmac('sha256', key).update(text);
}
