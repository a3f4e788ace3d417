import type { Delivery } from '../../webhook/delivery.ts';
import { textAt } from '../../webhook/text-at.ts';

const header = /^header:([!#$%&'*+.^_`|~0-9a-z-]+)$/i;
const path = /^\$((?:\.[\w-]+)+)$/;

export function isEventPlace(place: unknown): boolean {
	return typeof place === 'string' && (header.test(place) || path.test(place));
}

/** No signature covers a header of a generic sender. */
export function isUnsigned(place: string): boolean {
	return header.test(place);
}

/** Reads an id or a type from `header:<name>`, or from a path in the body such as `$.event.id` or `$.0.id`. */
export function readEventPlace(place: string, body: unknown, { headers }: Delivery): string | undefined {
	const name = header.exec(place)?.[1];
	if (name !== undefined) return textAt(headers, name.toLowerCase());
	return textAt(body, ...place.split('.').slice(1));
}
