import { afterAll, expect, it } from '@jest/globals';
import { answerHandshake, answerOpenHandshake } from '../../src/middleware/answer-handshake.ts';
import { discord } from '../../src/providers/discord.ts';
import { monday } from '../../src/providers/monday.ts';
import { slack } from '../../src/providers/slack.ts';
import { stripe } from '../../src/providers/stripe.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import { stripePlatform, verifiedPassage } from './passage.ts';

const on = stripePlatform();
afterAll(() => on.close());

const answer = (provider: Provider, body: unknown) =>
	answerHandshake(on.cloud).before?.({ event: { ...verifiedPassage({ provider }), body } });

it.each([
	['Slack', slack, { type: 'url_verification', challenge: 'c' }, 200, '{"challenge":"c"}'],
	['Discord', discord, { type: 1 }, 200, '{"type":1}'],
	['Discord events', discord, { type: 0 }, 204, ''],
])('ends the chain with what %s asks for', async (_, provider, body, status, text) => {
	expect(await answer(provider, body)).toMatchObject({ status, body: text });
});

it.each([
	['no challenge', slack, { type: 'url_verification' }],
	['a challenge that is no text', slack, { type: 'url_verification', challenge: { $ne: '' } }],
	['a challenge in an event', slack, { type: 'event_callback', challenge: 'c' }],
	['an interaction', discord, { type: 2, id: '1' }],
	['a provider that asks nothing', stripe, { type: 'url_verification', challenge: 'c' }],
])('lets %s pass', async (_, provider, body) => {
	expect(await answer(provider, body)).toBeUndefined();
});

it.each([
	[4096, { status: 200, body: '{"challenge":"c"}' }],
	[4097, undefined],
])('given a question of %i bytes from anybody, reads no more than 4 KB', async (length, reply) => {
	const passage = verifiedPassage({ provider: monday });
	const rawBody = Buffer.from('{"challenge":"c"}'.padEnd(length));

	const answered = await answerOpenHandshake(on.cloud).before?.({ event: { ...passage, delivery: { ...passage.delivery, rawBody } } });

	expect(answered === undefined ? undefined : { status: answered.status, body: answered.body }).toEqual(reply);
});
