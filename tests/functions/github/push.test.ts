import { expect, it } from '@jest/globals';
import { handler } from '../../../src/functions/github/push.ts';
import { tryFunction } from '../../try-function.ts';

it('tells the team who pushed what; to the log, where no incoming webhook is configured', async () => {
	const { send, lines } = tryFunction(handler);

	await send();

	expect(lines).toContainEqual(
		expect.stringMatching(/^notification .*Codertocat pushed refs\/tags\/simple-tag to Codertocat\/Hello-World/),
	);
});

it('does not run for another type', async () => {
	const { send, lines } = tryFunction(handler);

	const { reply, run } = await send({ type: 'issues', body: { action: 'opened' } });

	expect([reply.status, run]).toEqual([200, undefined]);
	expect(lines.filter((line) => line.startsWith('notification'))).toEqual([]);
});
