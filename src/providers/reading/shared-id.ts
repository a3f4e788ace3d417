import { sha256 } from './sha256.ts';

/** The id of one of several events that have an id in common, such as that of their call: with the digest of the bytes, which tells them apart. */
export function sharedId(common: string | undefined, rawBody: Buffer): string {
	return common === undefined ? sha256(rawBody) : `${common}.${sha256(rawBody)}`;
}
