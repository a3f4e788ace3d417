import { createHmac, timingSafeEqual } from 'node:crypto';
import type { GatewayEvent } from '../sent.ts';

/** What can not be left out: the bytes are verified and parsed. */
export const handler = async ({ body, headers }: GatewayEvent & { readonly headers: Readonly<Record<string, string>> }) => {
	const { BENCH_SECRET = '' } = process.env;
	const computed = createHmac('sha256', BENCH_SECRET).update(body).digest();
	const given = Buffer.from(headers['x-hub-signature-256']?.slice('sha256='.length) ?? '', 'hex');
	if (given.length !== computed.length || !timingSafeEqual(given, computed)) return { statusCode: 401 };
	const { ref, repository } = JSON.parse(body);
	return { statusCode: 200, body: JSON.stringify({ seen: `${repository.full_name} ${ref}` }) };
};
