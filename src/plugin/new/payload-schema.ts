import { propertyName } from './literal.ts';

/** So many that a line holds them. */
const most = 4;
const width = 80;

/** A zod/mini schema of the first fields of a payload that are plain values; `undefined` where it has none. */
export function payloadSchema(payload: unknown): string | undefined {
	if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined;
	const fields = Object.entries(payload).flatMap(([key, value]) => {
		const type = typeof value;
		return type === 'string' || type === 'number' || type === 'boolean' ? [`${propertyName(key)}: z.${type}()`] : [];
	});
	let count = Math.min(most, fields.length);
	while (count > 1 && fields.slice(0, count).join(', ').length > width) count--;
	return count === 0 ? undefined : `z.object({ ${fields.slice(0, count).join(', ')} })`;
}
