import { header, type Judge, load } from './judge.ts';

type EventWebhook = {
	readonly convertPublicKeyToECDSA: (key: string) => unknown;
	readonly verifySignature: (key: unknown, body: Buffer, signature: string, timestamp: string) => boolean;
};

export const judges: readonly Judge[] = [
	{
		package: '@sendgrid/eventwebhook',
		accepts: async (delivery, key) => {
			const { EventWebhook } = await load<{ readonly EventWebhook: new () => EventWebhook }>('@sendgrid/eventwebhook');
			const webhook = new EventWebhook();
			const [signature, timestamp] = ['signature', 'timestamp'].map((part) => header(delivery, `x-twilio-email-event-webhook-${part}`));
			return webhook.verifySignature(webhook.convertPublicKeyToECDSA(key), delivery.rawBody, signature ?? '', timestamp ?? '');
		},
		lax: [
			'signed in the past',
			'signed in the future',
			'with the signature twice',
			'with the signature twice, after a space',
			'with junk after the signature',
			'with bytes after the signature',
			'with a space after the signature',
			'with a signature without padding',
			'with a signature in the URL alphabet',
			'with loose bits in the signature',
		],
	},
];
