import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Service } from '../../../src/clouds/aws/endpoint.ts';
import { keys } from './emulators.ts';
import type { Asked } from './fake-service.ts';

class Sha256 {
	readonly #hash: Hash | Hmac;

	constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
		this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', Buffer.from(secret as Uint8Array));
	}

	update(data: Uint8Array): void {
		this.#hash.update(data);
	}

	async digest(): Promise<Uint8Array> {
		return this.#hash.digest();
	}

	reset(): void {}
}

/** What the official signer writes into `authorization` for a request that arrived. */
export async function officialSignature(service: Service, { method, path, headers, body }: Asked): Promise<string | undefined> {
	const signer = new SignatureV4({
		service,
		region: keys.AWS_REGION,
		credentials: { accessKeyId: keys.AWS_ACCESS_KEY_ID, secretAccessKey: keys.AWS_SECRET_ACCESS_KEY },
		sha256: Sha256,
		uriEscapePath: service !== 's3',
		applyChecksum: service === 's3',
	});
	const { authorization = '', connection: _, 'x-amz-date': date, ...signed } = headers as Record<string, string>;
	const [hostname = '', port] = (headers.host ?? '').split(':');
	const signingDate = new Date(String(date).replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
	const { pathname, searchParams } = new URL(path, 'http://nowhere');
	const query = Object.fromEntries(searchParams);
	const request = { method, protocol: 'http:', hostname, port: Number(port), path: pathname, headers: signed, body, query };
	const { headers: answer } = await signer.sign(request, { signingDate });
	return authorization === '' ? undefined : answer.authorization;
}
