import { createHmac } from 'node:crypto';
import { offerSecret } from '../src/handshakes/offer-secret.ts';
import { hmac } from '../src/providers/hmac.ts';
import { providers } from '../src/providers/providers.ts';
import type { Delivery } from '../src/webhook/delivery.ts';
import type { DirectProvider } from '../src/webhook/provider.ts';
import { delivery } from './local-platform.ts';

/** A made-up provider whose sender brings its secret along, in a header. */
export const teller: DirectProvider = {
	...hmac.configure({ header: 'x-hook-signature' }),
	id: 'teller',
	name: 'Teller',
	handshakes: [offerSecret({ header: 'x-hook-secret', title: 'the secret → the same' })],
};

export const secretOfTeller = 'TELLER_WEBHOOK_SECRET';

/** Puts it among the providers for as long as a test needs it there, and returns how it goes again. */
export function addTeller(): () => void {
	// Sound because the list is an object of ours that nobody has frozen.
	const list = providers as Record<string, unknown>;
	list.teller = teller;
	return () => {
		delete list.teller;
	};
}

export function offer(secret: string, fields: Partial<Delivery> = {}): Delivery {
	return delivery({ path: '/webhooks/teller', headers: { 'x-hook-secret': secret }, rawBody: Buffer.alloc(0), ...fields });
}

export function signed(secret: string, id = 'evt_1'): Delivery {
	const rawBody = Buffer.from(JSON.stringify({ id, type: 'paid' }));
	const signature = createHmac('sha256', secret).update(rawBody).digest('hex');
	return delivery({ path: '/webhooks/teller', headers: { 'content-type': 'application/json', 'x-hook-signature': signature }, rawBody });
}
