import { type Delivery, mediaType } from '../webhook/delivery.ts';
import type { Handshake } from '../webhook/handshake.ts';
import { empty } from '../webhook/reply.ts';

type Options = {
	readonly contentType: string;
	/** The whole body. Nothing that it allows may be a delivery: nobody has signed it, and nothing of it is kept. */
	readonly body: RegExp;
	readonly title: string;
};

/** Asks whether anybody is there, by POST and without a signature. Its content type must be none of the provider's deliveries. */
export function postedPing({ contentType, body, title }: Options): Handshake {
	const isPing = ({ headers, rawBody }: Delivery) => mediaType(headers) === contentType && body.test(rawBody.toString('latin1'));
	return { title, method: 'POST', signed: false, answer: ({ delivery }) => (isPing(delivery) ? { reply: empty() } : undefined) };
}
