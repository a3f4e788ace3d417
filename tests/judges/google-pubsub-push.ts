import { createPublicKey } from 'node:crypto';
import { header, type Judge, load } from './judge.ts';

type Ticket = { readonly getPayload: () => { readonly email?: string; readonly email_verified?: boolean } | undefined };
type Verify = (
	token: string,
	certificates: Readonly<Record<string, string>>,
	audience: string,
	issuers: readonly string[],
) => Promise<Ticket>;
type Module = { readonly OAuth2Client: new () => { readonly verifySignedJwtWithCertsAsync: Verify } };

export const judges: readonly Judge[] = [
	{
		package: 'google-auth-library',
		accepts: async (delivery, secret) => {
			const { OAuth2Client } = await load<Module>('google-auth-library');
			const [audience = '', email, key = ''] = secret.split(' ');
			const pem = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }).export({ format: 'pem', type: 'spki' });
			const token = header(delivery, 'authorization').slice('Bearer '.length);
			const issuers = ['https://accounts.google.com'];
			const ticket = await new OAuth2Client().verifySignedJwtWithCertsAsync(token, { hookport: pem.toString() }, audience, issuers);
			return ticket.getPayload()?.email === email && ticket.getPayload()?.email_verified === true;
		},
		lax: ['with a space after the signature'],
	},
];
