import { createHmac } from 'node:crypto';

/** HMAC-SHA256 of a token under the text of a secret: how senders let a receiver show that it knows the secret. */
export function hmacOf(token: string, secret: string, encoding: 'hex' | 'base64'): string {
	return createHmac('sha256', secret).update(token).digest(encoding);
}
