import { sha256 } from './sha256.ts';

/** The SHA-256 of a value as JSON: the id of one of several events whose sender gives them none. `undefined` for what is nested too deep to be written. */
export function digestOf(value: unknown): string | undefined {
	try {
		return sha256(Buffer.from(JSON.stringify(value) ?? ''));
	} catch {
		return undefined;
	}
}
