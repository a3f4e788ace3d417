import { header, type Judge, load, textOf } from './judge.ts';

type Request = { readonly signingSecret: string; readonly body: string; readonly headers: Readonly<Record<string, string | number>> };
type Module = { readonly isValidSlackRequest: (request: Request) => boolean };

export const judges: readonly Judge[] = [
	{
		package: '@slack/bolt',
		accepts: async (delivery, signingSecret) => {
			const { isValidSlackRequest } = await load<Module>('@slack/bolt/dist/receivers/verify-request.js');
			const headers = {
				'x-slack-signature': header(delivery, 'x-slack-signature'),
				'x-slack-request-timestamp': Number(header(delivery, 'x-slack-request-timestamp')),
			};
			return isValidSlackRequest({ signingSecret, body: textOf(delivery), headers });
		},
		lax: ['signed in the future'],
	},
];
