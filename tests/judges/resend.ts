import { header, type Judge, load, textOf } from './judge.ts';
import { judgeStandardWebhooks } from './judge-standard-webhooks.ts';

type Options = { readonly payload: string; readonly headers: Readonly<Record<string, string>>; readonly webhookSecret: string };
type Module = { readonly Resend: new (key: string) => { readonly webhooks: { readonly verify: (options: Options) => unknown } } };

const verifies: Judge = {
	package: 'resend',
	accepts: async (delivery, webhookSecret) => {
		const { Resend } = await load<Module>('resend');
		const headers = {
			id: header(delivery, 'svix-id'),
			timestamp: header(delivery, 'svix-timestamp'),
			signature: header(delivery, 'svix-signature'),
		};
		return new Resend('re_unused').webhooks.verify({ payload: textOf(delivery), headers, webhookSecret });
	},
	lax: ['with the signature twice', 'with the signature twice, after a space', 'with a space after the signature'],
};

export const judges: readonly Judge[] = [verifies, judgeStandardWebhooks('svix', 'svix')];
