import type { Delivery } from '../../src/webhook/delivery.ts';
import { header, type Judge, load, textOf, withHeaders } from './judge.ts';

type Fields = Readonly<Record<string, string>>;
type Twilio = {
	readonly validateRequest: (secret: string, signature: string, url: string, fields: Fields) => boolean;
	readonly getExpectedTwilioSignature: (secret: string, url: string, fields: Fields) => string;
};
const twilio = async () => (await load<{ readonly default: Twilio }>('twilio')).default;
const fieldsOf = (delivery: Delivery): Fields => Object.fromEntries(new URLSearchParams(textOf(delivery)));

export const judges: readonly Judge[] = [
	{
		package: 'twilio',
		accepts: async (delivery, secret) =>
			(await twilio()).validateRequest(secret, header(delivery, 'x-twilio-signature'), delivery.url, fieldsOf(delivery)),
		sign: async (delivery, secret) => {
			const signature = (await twilio()).getExpectedTwilioSignature(secret, delivery.url, fieldsOf(delivery));
			return withHeaders(delivery, { 'x-twilio-signature': signature });
		},
	},
];
