import { header, type Judge, load, textOf } from './judge.ts';

type Square = {
	readonly WebhooksHelper: {
		readonly verifySignature: (given: {
			readonly requestBody: string;
			readonly signatureHeader: string;
			readonly signatureKey: string;
			readonly notificationUrl: string;
		}) => Promise<boolean>;
	};
};

export const judges: readonly Judge[] = [
	{
		package: 'square',
		accepts: async (delivery, secret) =>
			(await load<Square>('square')).WebhooksHelper.verifySignature({
				requestBody: textOf(delivery),
				signatureHeader: header(delivery, 'x-square-hmacsha256-signature'),
				signatureKey: secret,
				notificationUrl: delivery.url,
			}),
	},
];
