import type { Handshake } from '../webhook/handshake.ts';

type Options = {
	/** Who may ask: the name of a host. */
	readonly origins?: RegExp;
	readonly title: string;
};

const hostName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i;

/**
 * The question of CloudEvents, whether somebody may send here: yes, at any rate. It gives nothing away, since a delivery still has to prove itself. The
 * sender's callback is not called, because the answer is given at once.
 * https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md#4-abuse-protection
 */
export function allowOrigin({ origins = hostName, title }: Options): Handshake {
	return {
		title,
		method: 'OPTIONS',
		signed: false,
		answer: ({ delivery: { headers } }) => {
			const origin = headers['webhook-request-origin'];
			if (origin === undefined) return undefined;
			if (!origins.test(origin)) return { refused: 'the origin is not one that may send here' };
			const rate = headers['webhook-request-rate'] !== undefined && { 'webhook-allowed-rate': '*' };
			return { reply: { status: 200, headers: { allow: 'POST', 'webhook-allowed-origin': origin, ...rate }, body: '' } };
		},
	};
}
