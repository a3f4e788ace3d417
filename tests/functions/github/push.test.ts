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
