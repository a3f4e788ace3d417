import { expect, it } from '@jest/globals';
import { deliveryChain } from '../../src/middleware/chain.ts';
import { formatErrors } from '../../src/middleware/format-errors.ts';
import { empty } from '../../src/webhook/reply.ts';
import { passage } from './passage.ts';

const thrown: readonly [string, unknown, string][] = [
	['an Error', new TypeError('the secret whsec_x is odd'), 'TypeError: the secret whsec_x is odd'],
	['an Error with a status', Object.assign(new Error('gone'), { statusCode: 200, expose: true }), 'Error: gone'],
	['text', 'whsec_x', 'not an Error'],
	['null', null, 'not an Error'],
	['undefined', undefined, 'not an Error'],
	['an object without a prototype', Object.create(null), 'not an Error'],
];
const problem = {
	type: 'urn:hookport:problem:internal-error',
	title: 'Something unexpected went wrong.',
	status: 500,
	code: 'internal-error',
	requestId: 'request-1',
};

it.each(thrown)('makes a problem of %s that a step throws: no message and no stack, which only the log gets', async (_, error, detail) => {
	const event = passage();
	const broken = {
		before: () => {
			throw error;
		},
	};

	const reply = await deliveryChain([formatErrors(), broken], async () => empty())(event);

	expect([reply.status, reply.headers['content-type'], JSON.parse(reply.body)]).toEqual([500, 'application/problem+json', problem]);
	expect(event.refusal).toEqual({ code: 'internal-error', detail });
});

it.each(thrown)('makes a problem of %s that the end of the chain throws', async (_, error) => {
	const reply = await deliveryChain([formatErrors()], async () => Promise.reject(error))(passage());

	expect(JSON.parse(reply.body)).toEqual(problem);
});
