import type { Delivery, Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load, textOf, withHeaders } from './judge.ts';

type Request = { readonly method: string; readonly path: string; readonly headers: Headers; readonly body: string };
type Toolkit = {
	readonly verifyRequest: (secret: string, request: Request) => boolean;
	readonly signRequest: (secret: string, request: Request, time: number) => Headers;
};
const toolkit = () => load<Toolkit>('@contentful/node-apps-toolkit');

function requestOf(delivery: Delivery, headers: Headers): Request {
	return { method: delivery.method, path: delivery.url.replace(/^https:\/\/[^/]+/, ''), headers, body: textOf(delivery) };
}

export const judges: readonly Judge[] = [
	{
		package: '@contentful/node-apps-toolkit',
		accepts: async (delivery, secret) => (await toolkit()).verifyRequest(secret, requestOf(delivery, delivery.headers)),
		sign: async (delivery, secret) => {
			const own = Object.entries(delivery.headers).filter(([name]) => name.startsWith('x-contentful-'));
			const request = requestOf(delivery, Object.fromEntries(own));
			return withHeaders(delivery, (await toolkit()).signRequest(secret, request, delivery.receivedAt));
		},
		// It trims the values of headers.
		lax: ['signed in the future', 'with a space after the signature'],
	},
];
