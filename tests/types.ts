// Compiled by `npm run types` and never run: what the types must accept, and after each @ts-expect-error what they must not.

import * as full from 'zod';
import * as z from 'zod/mini';
import type { Schema } from '../src/middleware/schema.ts';
import type { Step } from '../src/middleware/step.ts';
import { hmac } from '../src/providers/hmac.ts';
import { stripe } from '../src/providers/stripe.ts';
import { onCall, onEvent, receive } from '../src/receive.ts';
import type { Delivery } from '../src/webhook/delivery.ts';
import type { WebhookEvent } from '../src/webhook/event.ts';
import { type FailureCode, type failures, problem } from '../src/webhook/failure.ts';
import type { Claim, Cloud, Disposition, Settlement } from '../src/webhook/ports.ts';
import type { Identified, Parse, Provider } from '../src/webhook/provider.ts';
import type { EventRecord, EventStatus, RunStatus } from '../src/webhook/record.ts';
import type { Reply } from '../src/webhook/reply.ts';
import type { DirectScheme, Disbelief, Verdict } from '../src/webhook/scheme.ts';
import type { Ack, Route } from '../src/webhook/source.ts';
import type { VerifiedDelivery } from '../src/webhook/verified.ts';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(...proof: Same<A, B> extends true ? [] : [never]): void;

// A function's payload is what its schema says, and nothing else.
const payload = z.object({ id: z.string(), amount_paid: z.number(), note: z.optional(z.string()) });
onEvent(stripe, 'invoice.paid', { payload }, (event, tools) => {
	same<typeof event, WebhookEvent<{ id: string; amount_paid: number; note?: string | undefined }>>();
	same<typeof event.payload.amount_paid, number>();
	same<typeof event.attempt, number>();
	same<Awaited<ReturnType<typeof tools.call>>, unknown>();
	// @ts-expect-error the schema does not name it
	event.payload.customer;
	// @ts-expect-error an event is read only
	event.id = 'evt_2';
	// @ts-expect-error a payload's own fields are not the event's
	event.amount_paid;
});
onEvent(stripe, ['invoice.paid', 'invoice.voided'], { payload: full.object({ id: full.string() }) }, ({ payload: given }) =>
	same<typeof given, { id: string }>(),
);
onEvent(
	stripe,
	'a',
	{
		payload: z.pipe(
			z.string(),
			z.transform((text) => text.length),
		),
	},
	({ payload: given }) => same<typeof given, number>(),
);
onEvent(stripe, 'a', { payload: z.unknown() }, ({ payload: given }) => same<typeof given, unknown>());
onEvent(hmac, 'a', { payload }, async () => undefined);
onCall({ payload }, (given) => same<typeof given.id, string>());
receive(stripe);
receive(hmac);
// @ts-expect-error a payload has to have a schema
onEvent(stripe, 'invoice.paid', {}, () => undefined);
// @ts-expect-error a schema is no plain object
onEvent(stripe, 'invoice.paid', { payload: { id: 'string' } }, () => undefined);
// @ts-expect-error a provider is no name
receive('stripe');

// Nobody makes a verified delivery or an event by hand.
declare const delivery: Delivery;
// @ts-expect-error only the chain verifies
export const unverified: VerifiedDelivery = delivery;
// @ts-expect-error nor by naming its fields
export const forged: VerifiedDelivery = { ...delivery, proof: true };
// @ts-expect-error a parser takes nothing that was not verified
export const parsed = (parse: Parse) => parse(delivery);
export const event = {
	id: 'e',
	type: 't',
	source: 's',
	payload: {},
	receivedAt: 0,
	attempt: 1,
	idempotencyKey: 'k',
	headers: {},
	traceparent: '',
	rawBody: Buffer.alloc(0),
};
// @ts-expect-error only the chain makes events
export const made: WebhookEvent = event;
declare const genuine: VerifiedDelivery;
export const plain: Omit<Delivery, never> = genuine;
// @ts-expect-error bytes can not be put in another's place
genuine.rawBody = Buffer.alloc(0);

// A provider is data.
const described = {
	id: 'example',
	name: 'Example',
	docs: 'https://example.com',
	scheme: stripe.scheme,
	contentTypes: { 'application/json': (verified) => JSON.parse(verified.rawBody.toString()) },
	identify: () => [{ id: undefined, type: 'a', payload: null }],
	retryHorizon: 60,
	expects: 'any 2xx',
	unsigned: 'nothing',
	sameEvent: 'the id',
	secret: 'the signing secret',
	rotation: 'at once',
} as const satisfies Provider;
export const withHandshake: Provider = {
	...described,
	handshakes: [{ title: 'a question', method: 'GET', signed: false, answer: () => undefined }],
	accepted: { status: 204, headers: {}, body: '' },
	timeout: 3,
};
// @ts-expect-error a provider says what it does not sign
export const silent: Provider = { ...described, unsigned: undefined };
// @ts-expect-error nor does it leave open what its secret is
export const guessed: Provider = { ...described, secret: undefined };
// @ts-expect-error a provider has a scheme
export const schemeless: Provider = { ...described, scheme: undefined };
// @ts-expect-error no field is left open by the word undefined
export const undecided: Provider = { ...described, timeout: undefined };
// @ts-expect-error an event says both, if only that there is none
export const half: Identified = { id: 'e', payload: {} };
// @ts-expect-error what is read from a body is not known
export const trusting = (parse: Parse): string => parse(genuine);

// A scheme answers, and says why not.
export const verdicts: readonly Verdict[] = [
	{ valid: true, secret: 0 },
	{ valid: false, reason: 'timestamp-stale' },
];
// @ts-expect-error a refusal has a reason
export const reasonless: Verdict = { valid: false };
// @ts-expect-error a direct scheme is not asked asynchronously
export const slow: DirectScheme = { ...stripe.scheme, verify: async () => ({ valid: true, secret: 0 }) };
same<
	Disbelief,
	| 'signature-missing'
	| 'signature-malformed'
	| 'signature-mismatch'
	| 'batch-not-signed'
	| 'timestamp-malformed'
	| 'timestamp-stale'
	| 'timestamp-future'
>();

// One table of failures, and no code beside it.
same<FailureCode, keyof typeof failures>();
same<(typeof failures)['signature-invalid']['status'], 401>();
same<(typeof failures)['store-unavailable']['retry'], true>();
// @ts-expect-error a code that the table does not have
problem('signature-invalidd', 'request-1');
// @ts-expect-error a code is no text
export const code: FailureCode = String('body-malformed');

// The words of the records.
same<RunStatus, 'pending' | 'running' | 'done' | 'dead'>();
same<EventStatus, 'pending' | 'done' | 'dead' | 'unhandled'>();
same<Ack, 'stored' | 'handled'>();
same<Claim['outcome'], 'claimed' | 'leased' | 'settled' | 'absent'>();
same<Settlement['status'], 'done' | 'pending' | 'dead'>();
same<Cloud['name'], 'aws' | 'google' | 'azure' | 'local'>();
// @ts-expect-error a dead run has a reason
export const unexplained: Settlement = { status: 'dead', at: 0 };
// @ts-expect-error a message that is not done says when it comes again
export const lost: Disposition = { done: false };
// @ts-expect-error a fence comes only with a claim
export const unclaimed = (claim: Claim) => claim.fence;
// @ts-expect-error a body is bytes, or where they are
export const textBody: Pick<EventRecord, 'body'> = { body: '{}' };
// @ts-expect-error a route says when its sender is answered
export const unanswered: Route = { function: 'f', source: 's' };

// A step ends the chain with a reply, or says nothing.
export const step: Step = { before: () => undefined };
// @ts-expect-error a step's answer is a whole reply
export const bare: Step = { before: () => ({ status: 200 }) };
// @ts-expect-error a reply is text
export const object: Reply = { status: 200, headers: {}, body: {} };
export const standard: Schema<{ id: string }> = z.object({ id: z.string() });
