import { type Delivery, type Headers, mediaType } from '../webhook/delivery.ts';
import type { AccountPlace } from '../webhook/provider.ts';
import { valueAt } from '../webhook/text-at.ts';

const longest = 200;

/** What a delivery with these headers and this parsed body says of its account; `undefined` where it says nothing. */
export function accountOf({ headers: names = [], fields = [] }: AccountPlace, headers: Headers, body: unknown): string | undefined {
	const told = [...names.map((name) => headers[name]), ...fields.map((path) => valueAt(body, ...path))];
	const texts = told.map((value) => (['string', 'number', 'boolean'].includes(typeof value) ? String(value) : ''));
	return texts.join('') === '' ? undefined : texts.join(' ').trim().slice(0, longest);
}

/** What a body says that nobody has verified, for {@link accountOf}; `undefined` for what is neither JSON nor a form. */
export function unverifiedFields({ headers, rawBody }: Pick<Delivery, 'headers' | 'rawBody'>): unknown {
	const text = rawBody.toString();
	if (mediaType(headers) === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(text));
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
