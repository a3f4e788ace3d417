import { expect, it } from '@jest/globals';
import { handler } from '../../../src/functions/slack/deploy-command.ts';
import { tryFunction } from '../../try-function.ts';

it('answers whoever asked, and the same to a second copy', async () => {
	const { send } = tryFunction(handler, { ack: 'handled' });

	const [first, second] = [await send({ id: '1' }), await send({ id: '1' })];

	expect(JSON.parse(first.reply.body)).toMatchObject({ response_type: 'in_channel', text: expect.stringMatching(/^Deploying /) });
	expect(second.reply).toEqual(first.reply);
	expect(second.run?.attempts).toBe(1);
});
