import { beforeAll, describe, expect, it } from '@jest/globals';
import { contextOf, requestOf } from './invocation.ts';
import { loadApp, type Registered } from './load-app.ts';

/** Each function answers a delivery with what it was woken by; `ledger` throws for an id of `bad`. */
const app = `
	import { cloud } from '#cloud';
	import { register } from '../clouds/azure/register.ts';
	const told = (value: unknown) => cloud.log.info(JSON.stringify(value));
	const answer = async (input: unknown, context: unknown) => {
		const trigger = cloud.open(input, context);
		await cloud.wait(1);
		const name = cloud.functionName();
		if (trigger.kind === 'delivery') {
			const { method, path, rawBody } = trigger.delivery;
			return cloud.respond({ status: 202, headers: { 'x-name': name }, body: method + ' ' + path + ' ' + rawBody.toString('hex') });
		}
		if (trigger.kind === 'messages') {
			if (trigger.messages[0]?.id === 'bad') throw new Error('no');
			return told({ name, id: trigger.messages[0]?.id });
		}
		return told({ name, payload: trigger.payload });
	};
	register({ name: 'stripe', handler: answer, paths: ['/webhooks/stripe', '/webhooks/stripe/eu'] });
	register({ name: 'faulty', handler: async () => { throw new RangeError('sold\\nout'); }, paths: ['/webhooks/faulty'] });
	register({ name: 'quote', handler: answer, paths: ['/webhooks/stripe/quote'], queue: 'quote' });
	register({ name: 'ledger', handler: answer, queue: 'ledger', calls: true });
	register({ name: 'webhook-sweep', handler: answer, timer: '0 * * * * *' });
	register({ name: 'stock', calls: true, handler: async (input) => ({ asked: input, by: cloud.functionName(), when: new Date(0), none: undefined }) });
	register({ name: 'broken', calls: true, handler: async () => { throw new RangeError('sold\\nout'); } });
	register({ name: 'nothing', calls: true, handler: async () => undefined });
	register({ name: 'caller', queue: 'caller', handler: async (input, context) => {
		const [message] = (cloud.open(input, context) as { messages: { id: string }[] }).messages;
		const [called, payload] = JSON.parse(message?.id ?? '');
		const result = await cloud.call(called, payload).catch((error: Error) => error.message);
		told({ name: cloud.functionName(), result: result ?? 'undefined' });
	} });
`;

/** Of what no source says differently. */
const mostBody = 1024 * 1024;
let registered: readonly Registered[];
beforeAll(async () => {
	registered = await loadApp(app);
});

const find = (name: string) => {
	const found = registered.find((each) => each.name === name);
	if (found === undefined) throw new Error(`no ${name}`);
	return found;
};
/** What the function told its log in a call, and that call's answer. */
async function call(name: string, input: unknown) {
	const lines: string[] = [];
	const context = contextOf(name, {
		logHandler: (level, ...args) => void lines.push(`${level} ${args.join(' ')}`),
		triggerMetadata: { id: 'm1' },
	});
	const answer = await find(name).call(input, context);
	const told = lines.map((line) => JSON.parse(line.replace(/^information /, '')));
	return { answer, told: told.map(({ message }) => JSON.parse(message)), as: told.map((line) => line['faas.name']) };
}
const message = (id: string) => ({ specversion: '1.0', id, source: '/webhooks/stripe', type: 'a', time: 't', function: 'ledger' });

describe('an app', () => {
	it('tells the host of each trigger under a name of its own, and what may only be called of none', () => {
		expect(
			registered.map(({ name, binding: { type, route, queueName, schedule } }) => [name, type, route ?? queueName ?? schedule]),
		).toEqual([
			['stripe', 'httpTrigger', 'webhooks/stripe'],
			['stripe_2', 'httpTrigger', 'webhooks/stripe/eu'],
			['faulty', 'httpTrigger', 'webhooks/faulty'],
			['quote_http', 'httpTrigger', 'webhooks/stripe/quote'],
			['quote', 'queueTrigger', 'quote'],
			['ledger', 'queueTrigger', 'ledger'],
			['webhook-sweep', 'timerTrigger', '0 * * * * *'],
			['caller', 'queueTrigger', 'caller'],
		]);
	});

	it('takes requests of every method without a key of Azure’s, and messages by the host’s own connection', () => {
		const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

		expect(find('stripe').binding).toMatchObject({ authLevel: 'anonymous', methods });
		expect(find('ledger').binding).toMatchObject({ connection: 'AzureWebJobsStorage' });
	});

	it('gives a function the bytes of a request, and the host its reply', async () => {
		const { answer } = await call('stripe', requestOf({ rawBody: Buffer.from([0xff, 0]) }));

		expect(answer).toEqual({ status: 202, headers: { 'x-name': 'stripe' }, body: Buffer.from('POST /webhooks/stripe ff00') });
	});

	it('answers 500 with nothing for a handler that throws, since the host would answer nothing at all, and says why in one line', async () => {
		const lines: string[] = [];
		const context = contextOf('faulty', { logHandler: (level, ...args) => void lines.push(`${level} ${args.join(' ')}`) });

		const answer = await find('faulty').call(requestOf({}), context);

		expect(answer).toEqual({ status: 500 });
		expect(lines).toEqual([
			expect.stringMatching(/^error \{.*"message":"the function failed","faas.name":"faulty","detail":"RangeError: sold\\nout"\}$/),
		]);
	});

	it('keeps no more of a body than shows that it is too long', async () => {
		const lengthOf = async (length: number) => {
			const { answer } = await call('stripe', requestOf({ rawBody: Buffer.alloc(length) }));
			return ((answer as { readonly body: Buffer }).body.length - 'POST /webhooks/stripe '.length) / 2;
		};

		expect([await lengthOf(mostBody), await lengthOf(3 * mostBody)]).toEqual([mostBody, mostBody + 1]);
	});

	it('runs functions side by side, each under its own name and with its own log', async () => {
		const all = await Promise.all([
			call('ledger', message('one')),
			call('webhook-sweep', { isPastDue: false }),
			call('ledger', JSON.stringify(message('two'))),
			call('quote_http', requestOf({ path: '/webhooks/stripe/quote' })),
		]);

		expect(all.map(({ told, as }) => [told, as])).toEqual([
			[[{ name: 'ledger', id: 'one' }], ['ledger']],
			[[{ name: 'webhook-sweep', payload: { isPastDue: false } }], ['webhook-sweep']],
			[[{ name: 'ledger', id: 'two' }], ['ledger']],
			[[], []],
		]);
		expect(all[3]?.answer).toMatchObject({ headers: { 'x-name': 'quote' } });
	});

	it('lets a message that failed fail, so that the host brings it again', async () => {
		await expect(call('ledger', message('bad'))).rejects.toThrow('no');
	});
});

describe('a call', () => {
	const asked = async (name: string, payload?: unknown) => (await call('caller', message(JSON.stringify([name, payload])))).told;

	it('runs the other function under its own name, and what goes in and out is JSON', async () => {
		expect(await asked('stock', { sku: 'é' })).toEqual([
			{ name: 'caller', result: { asked: { sku: 'é' }, by: 'stock', when: '1970-01-01T00:00:00.000Z' } },
		]);
		expect(await asked('nothing')).toEqual([{ name: 'caller', result: 'undefined' }]);
	});

	it('that fails says what was thrown, on one line', async () => {
		expect(await asked('broken')).toEqual([{ name: 'caller', result: 'broken failed: RangeError: sold out' }]);
	});

	it('of a payload that looks like a request or a message is a call still', async () => {
		expect(await asked('ledger', { kind: 'queue', queue: 'ledger', message: message('x') })).toEqual([
			{ name: 'ledger', payload: { kind: 'queue', queue: 'ledger', message: message('x') } },
			{ name: 'caller', result: 'undefined' },
		]);
	});

	it.each(['none', 'stripe', 'constructor'])('to %s, which may not be called, is refused', async (name) => {
		expect(await asked(name)).toEqual([{ name: 'caller', result: `${name} is no function of this app` }]);
	});
});
