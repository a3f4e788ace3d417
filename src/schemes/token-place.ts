import type { Delivery } from '../webhook/delivery.ts';
import { readJson } from './read-json.ts';
import type { TokenPlace } from './shared-token.ts';
import { type BodyPlace, changeAt, valuesAt } from './values-at.ts';

type Place = {
	/** The tokens that were sent; `undefined` where they can't be read. */
	readonly get: (delivery: Delivery) => readonly string[] | undefined;
	readonly put: (delivery: Delivery, token: string) => Delivery;
};

export function tokenPlace(options: TokenPlace): Place {
	if ('header' in options) return inHeader(options.header, options.prefix ?? '');
	return 'query' in options ? inQuery(options.query) : inBody(options.body);
}

function inHeader(header: string, prefix: string): Place {
	return {
		get: ({ headers }) => {
			const value = headers[header] ?? '';
			if (value === '') return [];
			return value.startsWith(prefix) ? [value.slice(prefix.length)] : undefined;
		},
		put: (delivery, token) => ({ ...delivery, headers: { ...delivery.headers, [header]: prefix + token } }),
	};
}

function inQuery(name: string): Place {
	return {
		get: ({ query }) => {
			const values = new URLSearchParams(query).getAll(name);
			return values.length > 1 ? undefined : values;
		},
		put: (delivery, token) => {
			const parameters = new URLSearchParams(delivery.query);
			parameters.set(name, token);
			const query = parameters.toString();
			return { ...delivery, query, url: `${delivery.url.split('?', 1).join('')}?${query}` };
		},
	};
}

function inBody(place: BodyPlace): Place {
	return {
		get: ({ rawBody }) => {
			const body = readJson(rawBody);
			const found = body === undefined ? [] : valuesAt(body, place);
			return found.every((value) => typeof value === 'string') ? found : undefined;
		},
		put: (delivery, token) => {
			const body = readJson(delivery.rawBody);
			if (body === undefined) throw new TypeError('the token stands in a JSON body, and the body is none');
			return { ...delivery, rawBody: Buffer.from(JSON.stringify(changeAt(body, place, () => token))) };
		},
	};
}
