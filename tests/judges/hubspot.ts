import type { Delivery } from '../../src/webhook/delivery.ts';
import { header, type Judge, load, textOf, withHeaders } from './judge.ts';

type Options = {
	readonly clientSecret: string;
	readonly requestBody: string;
	readonly url: string;
	readonly timestamp: number;
};
type Signature = {
	readonly isValid: (given: Options & { readonly method: string; readonly signatureVersion: 'v3'; readonly signature: string }) => boolean;
	readonly getSignature: (method: string, version: 'v3', options: Options) => string;
};

async function signature(): Promise<Signature> {
	return (await load<{ readonly Signature: Signature }>('@hubspot/api-client')).Signature;
}

function options(delivery: Delivery, clientSecret: string, timestamp: number): Options {
	return { clientSecret, requestBody: textOf(delivery), url: delivery.url, timestamp };
}

export const judges: readonly Judge[] = [
	{
		package: '@hubspot/api-client',
		accepts: async (delivery, secret) =>
			(await signature()).isValid({
				...options(delivery, secret, Number(header(delivery, 'x-hubspot-request-timestamp'))),
				method: delivery.method,
				signatureVersion: 'v3',
				signature: header(delivery, 'x-hubspot-signature-v3'),
			}),
		sign: async (delivery, secret) => {
			const signed = (await signature()).getSignature(delivery.method, 'v3', options(delivery, secret, delivery.receivedAt));
			return withHeaders(delivery, {
				'x-hubspot-request-timestamp': String(delivery.receivedAt),
				'x-hubspot-signature-v3': signed,
			});
		},
		lax: ['signed in the future'],
	},
];
