import { valueAt } from '../../webhook/text-at.ts';

/** The list under these keys; empty where there is none. */
export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
	const found = valueAt(value, ...keys);
	return Array.isArray(found) ? found : [];
}
