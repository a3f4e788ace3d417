import type { Parse } from '../../src/webhook/provider.ts';
import { verified } from '../../src/webhook/verified.ts';
import { delivery } from '../local-platform.ts';

/** What a parser makes of bytes; the promise of an error where it refuses them. */
export async function parsing(parse: Parse, body: string | Buffer, contentType = 'application/json'): Promise<unknown> {
	return parse(verified(delivery({ rawBody: Buffer.from(body), headers: { 'content-type': contentType } })));
}
