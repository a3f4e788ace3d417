import { sha256 } from './sha256.ts';

/** The digest of a part of a body: the id of one of several events without one. `undefined` where it is deeper than the stack, which JSON may be. */
export function digestOf(value: unknown): string | undefined {
	try {
		return sha256(Buffer.from(JSON.stringify(value)));
	} catch {
		return undefined;
	}
}
