import { header, type Judge, load, secondsOf, textOf, withHeaders } from './judge.ts';

type Cloudinary = {
	readonly config: (settings: { readonly api_secret: string }) => void;
	readonly utils: {
		readonly verifyNotificationSignature: (body: string, time: number, signature: string) => boolean;
		readonly webhook_signature: (body: string, time: number, options: { readonly api_secret: string }) => string;
	};
};
const cloudinary = async () => (await load<{ readonly default: { readonly v2: Cloudinary } }>('cloudinary')).default.v2;

export const judges: readonly Judge[] = [
	{
		package: 'cloudinary',
		accepts: async (delivery, secret) => {
			const { config, utils } = await cloudinary();
			config({ api_secret: secret });
			const time = Number(header(delivery, 'x-cld-timestamp'));
			return utils.verifyNotificationSignature(textOf(delivery), time, header(delivery, 'x-cld-signature'));
		},
		sign: async (delivery, secret) => {
			const signature = (await cloudinary()).utils.webhook_signature(textOf(delivery), secondsOf(delivery), { api_secret: secret });
			return withHeaders(delivery, { 'x-cld-timestamp': String(secondsOf(delivery)), 'x-cld-signature': signature });
		},
		lax: ['signed in the future'],
	},
];
