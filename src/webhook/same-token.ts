import { createHash, timingSafeEqual } from 'node:crypto';

/** In constant time: digests are of one length. */
export function sameToken(given: string | null | undefined, expected: readonly string[]): boolean {
	if (!given) return false;
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return expected.filter((each) => timingSafeEqual(digest(each), digest(given))).length > 0;
}
