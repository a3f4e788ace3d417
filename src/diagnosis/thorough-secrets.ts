import type { SigningSecret } from './evidence.ts';
import { bareSecret, withoutPrefix } from './signing-secrets.ts';

/** What the sender may sign with besides {@link signingSecrets}: the same in another encoding. */
export function thoroughSecrets(set: string, prefix: string): readonly SigningSecret[] {
	const bare = bareSecret(set);
	const without = withoutPrefix(bare, prefix);
	const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString('base64');
	const found: SigningSecret[] = [{ code: 'secret-copied-wrongly', what: 'with a line break at its end', secret: `${bare}\n` }];
	const formed: readonly (readonly [what: string, secret: string])[] = [
		['as what its base64 stands for', textOf(bare, 'base64')],
		['as what its hex stands for', textOf(bare, 'hex')],
		['as base64 of the text that it is', base64(bare)],
		['with its prefix, as base64 of the text that it is', prefix + base64(bare)],
		['with its prefix, as base64 of the text after that', prefix + base64(without)],
		['with base64 for its hex', prefix + base64(Buffer.from(without, 'hex'))],
		['with hex for its base64', prefix + Buffer.from(without, 'base64').toString('hex')],
	];
	for (const [what, secret] of formed)
		if (secret !== '' && secret !== prefix && found.every((other) => other.secret !== secret))
			found.push({ code: 'secret-in-another-form', what, secret });
	return found;
}

/** Only text can be set: what stands for other bytes is the scheme's to read. */
function textOf(secret: string, encoding: 'base64' | 'hex'): string {
	const bytes = Buffer.from(secret, encoding);
	const text = bytes.toString();
	return bytes.toString(encoding) === secret && Buffer.from(text).equals(bytes) ? text.trim() : '';
}
