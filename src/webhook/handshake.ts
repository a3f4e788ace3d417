import type { Delivery } from './delivery.ts';
import type { Reply } from './reply.ts';

export type Question = {
	readonly delivery: Delivery;
	/** What the body says. That of an open question is read as JSON, of at most 4 KB; `undefined` where it is none. */
	readonly body: unknown;
	/** The values of what the handshake needs, the current one first. */
	readonly secrets: readonly string[];
};

export type Answer =
	| { readonly reply: Reply }
	/** A set-up question, but not one that may be answered; the reason is for the log, and holds nothing of what was sent. */
	| { readonly refused: string }
	/** It would be answered, but the secret that it needs is not of its form; the reason holds nothing of it. */
	| { readonly unusable: string }
	/** The reply is given once this `https` URL, whose host the handshake has checked, was asked for with GET. */
	| { readonly reply: Reply; readonly visit: string }
	/** The sender offers its secret. It is taken only where an operator has opened the source for it, and the reply is given once it is kept. */
	| { readonly reply: Reply; readonly offered: string };

/** How a provider makes sure, when a URL is set up, that somebody is there who wants its deliveries. */
export type Handshake = {
	/** Question and answer in a few words, for the providers' page. */
	readonly title: string;
	readonly method: 'GET' | 'HEAD' | 'OPTIONS' | 'POST';
	/** Whether the provider proves itself, as for a delivery. An open question may come from anybody. */
	readonly signed: boolean;
	/** The parameter of the query that asks it, where one does. */
	readonly parameter?: string;
	/** The sender may offer this secret here. Where it is not said, none is taken. */
	readonly offers?: 'WEBHOOK_SECRET';
	/** What the answer is made with. */
	readonly needs?: 'WEBHOOK_SECRET' | 'VERIFY_TOKEN';
	/** `undefined` where it is no such question. Never throws. */
	readonly answer: (question: Question) => Answer | undefined;
};
