import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { parseBody } from '../../src/middleware/parse-body.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { statusOf } from '../../src/webhook/record.ts';
import { delivery, type TestPlatform } from '../local-platform.ts';
import { everything, failing, invoicePaid, outcomeOf, passage, stripePlatform, verifiedPassage, withEvents } from './passage.ts';

let on: TestPlatform;
beforeEach(() => {
	on = stripePlatform();
});
afterEach(() => on.close());

const of = (type: string | undefined, rawBody = invoicePaid) =>
	verifiedPassage({ delivery: delivery({ rawBody, headers: type === undefined ? {} : { 'content-type': type } }) });

it.each(['application/json', 'Application/JSON', 'application/json; charset=utf-8', ' application/json ;x=y'])(
	'puts the value of a body of %j beside its bytes',
	async (type) => {
		const event = of(type);

		expect(await outcomeOf(parseBody(on), event)).toBeUndefined();

		expect(event.body).toEqual(JSON.parse(invoicePaid.toString()));
		expect(event.delivery.rawBody).toBe(invoicePaid);
	},
);

it.each([undefined, '', 'text/plain', 'application/jsonx', 'application/json,application/json', 'constructor', '__proto__'])(
	'answers 415 to %j, which the provider does not send, and keeps nothing',
	async (type) => {
		expect(await outcomeOf(parseBody(on), of(type))).toMatchObject({ status: 415, code: 'content-type-unsupported' });
		expect(await everything(on)).toEqual([]);
	},
);

it('answers 400 to a body that is not well-formed, and keeps its bytes as dead', async () => {
	const outcome = await outcomeOf(parseBody(on), of('application/json', Buffer.from('{"a":')));

	expect(outcome).toEqual({ status: 400, code: 'body-malformed', detail: expect.stringMatching(/^sha256:[0-9a-f]{64}:0$/) });
	const [record] = await everything(on);
	expect([record && statusOf(record), record?.reason, record?.body]).toEqual(['dead', 'body-malformed', Buffer.from('{"a":')]);
});

it('answers 503 when the store does not take what is not well-formed', async () => {
	const outcome = await outcomeOf(parseBody(withEvents(on, { insert: failing })), of('application/json', Buffer.from('{')));

	expect(outcome).toMatchObject({ status: 503, code: 'store-unavailable' });
});

it('lets an error that is not about the body pass on', async () => {
	const broken = { ...stripe, contentTypes: { 'application/json': failing } };

	await expect(outcomeOf(parseBody(on), { ...of('application/json'), provider: broken })).rejects.toThrow('out of reach');
});

it('never looks at a body that was not verified', async () => {
	await expect(outcomeOf(parseBody(on), passage())).rejects.toThrow('parse-body stands before verify-signature');
});
