import { header, type Judge, load, textOf, withHeaders } from './judge.ts';

type Given = { readonly rawPayload: string; readonly secret: string };
type Utils = {
	readonly verifyWebhookSignature: (given: Given & { readonly signature: string }) => boolean;
	readonly generateWebhookSignature: (given: Given) => string;
};
const utils = async () => (await load<{ readonly default: Utils }>('@hygraph/utils')).default;

export const judges: readonly Judge[] = [
	{
		package: '@hygraph/utils',
		accepts: async (delivery, secret) =>
			(await utils()).verifyWebhookSignature({ rawPayload: textOf(delivery), secret, signature: header(delivery, 'gcms-signature') }),
		// The time that it signs is its own, so it signs only while ours stands still.
		sign: async (delivery, secret) => {
			const now = Date.now;
			Date.now = () => delivery.receivedAt;
			try {
				const { generateWebhookSignature } = await utils();
				return withHeaders(delivery, { 'gcms-signature': generateWebhookSignature({ rawPayload: textOf(delivery), secret }) });
			} finally {
				Date.now = now;
			}
		},
		// It checks no age, and reads the time as parseInt does.
		lax: [
			'signed in the past',
			'signed in the future',
			'with junk after the signature',
			'with a space after the signature',
			'with the signature twice',
			'with the signature twice, after a space',
		],
	},
];
