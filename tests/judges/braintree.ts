import { type Judge, load, textOf } from './judge.ts';

type Gateway = {
	readonly webhookNotification: { readonly parse: (signature: string, payload: string) => Promise<unknown> };
	readonly webhookTesting: { readonly sampleSignature: (payload: string) => string };
};
type Library = {
	readonly default: { readonly BraintreeGateway: new (settings: object) => Gateway; readonly Environment: { readonly Sandbox: unknown } };
};

async function gateway(secret: string): Promise<Gateway> {
	const { BraintreeGateway, Environment } = (await load<Library>('braintree')).default;
	const [publicKey, privateKey] = secret.split(':');
	return new BraintreeGateway({ environment: Environment.Sandbox, merchantId: 'unused', publicKey, privateKey });
}

export const judges: readonly Judge[] = [
	{
		package: 'braintree',
		accepts: async (delivery, secret) => {
			const form = new URLSearchParams(textOf(delivery));
			await (await gateway(secret)).webhookNotification.parse(form.get('bt_signature') ?? '', form.get('bt_payload') ?? '');
		},
		sign: async (delivery, secret) => {
			const payload = `${delivery.rawBody.toString('base64')}\n`;
			const form = { bt_signature: (await gateway(secret)).webhookTesting.sampleSignature(payload), bt_payload: payload };
			return { ...delivery, rawBody: Buffer.from(new URLSearchParams(form).toString()) };
		},
	},
];
