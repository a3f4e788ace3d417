import { type Judge, load, textOf } from './judge.ts';

type Signature = {
	readonly confirm_signature: (timestamp: string, signature: string) => boolean;
	readonly generate_signature: (timestamp: string) => { readonly signature: string };
};
type Library = { readonly default: { readonly Signature: new (partner: string, key: string) => Signature } };

async function signatureOf(secret: string): Promise<Signature> {
	const { Signature } = (await load<Library>('smile-identity-core')).default;
	const [partner = '', key = ''] = secret.split(':');
	return new Signature(partner, key);
}

export const judges: readonly Judge[] = [
	{
		package: 'smile-identity-core',
		accepts: async (delivery, secret) => {
			const { timestamp, signature } = JSON.parse(textOf(delivery));
			return (await signatureOf(secret)).confirm_signature(timestamp, signature);
		},
		sign: async (delivery, secret) => {
			const timestamp = new Date(delivery.receivedAt).toISOString();
			const { signature } = (await signatureOf(secret)).generate_signature(timestamp);
			return { ...delivery, rawBody: Buffer.from(JSON.stringify({ ...JSON.parse(textOf(delivery)), timestamp, signature })) };
		},
		// It checks no age.
		lax: ['signed in the past', 'signed in the future'],
	},
];
