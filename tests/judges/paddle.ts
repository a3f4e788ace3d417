import { header, type Judge, load, textOf } from './judge.ts';

type Validator = { readonly isValidSignature: (body: string, secret: string, header: string) => Promise<boolean> };
type Module = {
	readonly NodeRuntime: { readonly initialize: () => void };
	readonly WebhooksValidator: { MAX_VALID_TIME_DIFFERENCE: number; new (): Validator };
};

const tolerance = 5;

export const judges: readonly Judge[] = [
	{
		package: '@paddle/paddle-node-sdk',
		accepts: async (delivery, secret) => {
			const { NodeRuntime, WebhooksValidator } = await load<Module>('@paddle/paddle-node-sdk');
			NodeRuntime.initialize();
			// It knows no other clock than the machine's, and these tests may take longer than five seconds.
			WebhooksValidator.MAX_VALID_TIME_DIFFERENCE = tolerance + Math.ceil((Date.now() - delivery.receivedAt) / 1000);
			return await new WebhooksValidator().isValidSignature(textOf(delivery), secret, header(delivery, 'paddle-signature'));
		},
		lax: ['signed in the future', 'with the signature twice', 'with the signature twice, after a space'],
	},
];
