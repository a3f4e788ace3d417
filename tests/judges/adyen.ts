import { header, type Judge, load, looselyDecoded, textOf, withHeaders } from './judge.ts';

type Item = Readonly<Record<string, unknown>>;
type Validator = {
	readonly validateHMAC: (item: Item, key: string) => boolean;
	readonly validateHMACSignature: (key: string, signature: string, body: string) => boolean;
	readonly calculateHmac: (data: Item | string, key: string) => string;
};
type Body = { readonly notificationItems: readonly { readonly NotificationRequestItem: Item & { readonly additionalData: Item } }[] };

async function validator(): Promise<Validator> {
	type Library = { readonly default: { readonly hmacValidator: new () => Validator } };
	return new (await load<Library>('@adyen/api-library')).default.hmacValidator();
}

export const judges: readonly Judge[] = [
	{
		package: '@adyen/api-library',
		accepts: async (delivery, secret) => {
			const library = await validator();
			const signature = delivery.headers.hmacsignature;
			if (signature !== undefined) return library.validateHMACSignature(secret, signature, textOf(delivery));
			const { notificationItems }: Body = JSON.parse(textOf(delivery));
			return notificationItems.every((item) => library.validateHMAC(item.NotificationRequestItem, secret));
		},
		sign: async (delivery, secret) => {
			const library = await validator();
			if (header(delivery, 'protocol')) return withHeaders(delivery, { hmacsignature: library.calculateHmac(textOf(delivery), secret) });
			const body: Body = JSON.parse(textOf(delivery));
			const notificationItems = body.notificationItems.map(({ NotificationRequestItem: item }) => ({
				NotificationRequestItem: {
					...item,
					additionalData: { ...item.additionalData, hmacSignature: library.calculateHmac(item, secret) },
				},
			}));
			return { ...delivery, rawBody: Buffer.from(JSON.stringify({ ...body, notificationItems })) };
		},
		lax: looselyDecoded,
	},
];
