import { header, type Judge, load, textOf, withHeaders } from './judge.ts';

type Notion = {
	readonly verifyWebhookSignature: (given: {
		readonly body: string;
		readonly signature: string;
		readonly verificationToken: string;
	}) => Promise<boolean>;
	readonly signWebhookPayload: (given: { readonly body: string; readonly verificationToken: string }) => Promise<string>;
};

export const judges: readonly Judge[] = [
	{
		package: '@notionhq/client',
		accepts: async (delivery, verificationToken) =>
			(await load<Notion>('@notionhq/client')).verifyWebhookSignature({
				body: textOf(delivery),
				signature: header(delivery, 'x-notion-signature'),
				verificationToken,
			}),
		sign: async (delivery, verificationToken) => {
			const { signWebhookPayload } = await load<Notion>('@notionhq/client');
			return withHeaders(delivery, { 'x-notion-signature': await signWebhookPayload({ body: textOf(delivery), verificationToken }) });
		},
		lax: ['with a signature in upper case'],
	},
];
