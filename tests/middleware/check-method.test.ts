import { expect, it } from '@jest/globals';
import { checkMethod } from '../../src/middleware/check-method.ts';
import { delivery } from '../local-platform.ts';
import { outcomeOf, passage } from './passage.ts';

it('lets POST pass', async () => {
	expect(await outcomeOf(checkMethod(), passage())).toBeUndefined();
});

it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'post', ''])(
	'answers %j with 405 and the method that is allowed',
	async (method) => {
		const event = passage({ delivery: delivery({ method }) });

		const reply = await checkMethod().before?.({ event });

		expect([reply?.status, reply?.headers.allow, event.refusal?.code]).toEqual([405, 'POST', 'method-not-allowed']);
	},
);
