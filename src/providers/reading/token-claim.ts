import { textAt } from '../../webhook/text-at.ts';

/** What a token says; whoever asks has to have it verified. `undefined` where there is none. Never throws. */
export function tokenClaim(token: string | undefined, name: string): string | undefined {
	const [, payload = ''] = token?.split('.', 3) ?? [];
	try {
		return textAt(JSON.parse(Buffer.from(payload, 'base64url').toString()), name);
	} catch {
		return undefined;
	}
}
