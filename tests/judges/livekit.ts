import { createHash } from 'node:crypto';
import { header, type Judge, load, textOf, withHeaders } from './judge.ts';

type Token = { sha256?: string; readonly toJwt: () => Promise<string> };
type Module = {
	readonly WebhookReceiver: new (key: string, secret: string) => { readonly receive: (body: string, token: string) => Promise<unknown> };
	readonly AccessToken: new (key: string, secret: string, options: { ttl: string }) => Token;
};
const livekit = () => load<Module>('livekit-server-sdk');
const halves = (secret: string) => [secret.slice(0, secret.indexOf(':')), secret.slice(secret.indexOf(':') + 1)] as const;

export const judges: readonly Judge[] = [
	{
		package: 'livekit-server-sdk',
		accepts: async (delivery, secret) => {
			const { WebhookReceiver } = await livekit();
			return await new WebhookReceiver(...halves(secret)).receive(textOf(delivery), header(delivery, 'authorization'));
		},
		sign: async (delivery, secret) => {
			const { AccessToken } = await livekit();
			const token = new AccessToken(...halves(secret), { ttl: '5m' });
			token.sha256 = createHash('sha256').update(delivery.rawBody).digest('base64');
			return withHeaders(delivery, { authorization: await token.toJwt() });
		},
		lax: ['with a space after the signature'],
	},
];
