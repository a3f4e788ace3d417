import type { Headers } from '../../src/webhook/delivery.ts';
import { type Judge, load, textOf, withHeaders } from './judge.ts';

type Request = { readonly method: string; readonly url: string; readonly headers: Headers };
type Api = { readonly webhooks: { readonly validate: (given: { rawBody: string; rawRequest: Request }) => Promise<{ valid: boolean }> } };
type Shopify = { readonly ApiVersion: Readonly<Record<string, string>>; readonly shopifyApi: (options: object) => Api };
type Runtime = { readonly createSHA256HMAC: (secret: string, body: string) => Promise<string> };

export const judges: readonly Judge[] = [
	{
		package: '@shopify/shopify-api',
		accepts: async (delivery, secret) => {
			await load('@shopify/shopify-api/adapters/node');
			const { ApiVersion, shopifyApi } = await load<Shopify>('@shopify/shopify-api');
			const app = { apiKey: 'unused', apiSecretKey: secret, hostName: 'hooks.example.com', isEmbeddedApp: false };
			const api = shopifyApi({ ...app, apiVersion: ApiVersion.July26, logger: { log: () => {} } });
			const { method, path: url, headers } = delivery;
			return (await api.webhooks.validate({ rawBody: textOf(delivery), rawRequest: { method, url, headers } })).valid;
		},
		sign: async (delivery, secret) => {
			await load('@shopify/shopify-api/adapters/node');
			const { createSHA256HMAC } = await load<Runtime>('@shopify/shopify-api/runtime');
			return withHeaders(delivery, { 'x-shopify-hmac-sha256': await createSHA256HMAC(secret, textOf(delivery)) });
		},
	},
];
