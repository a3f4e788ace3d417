import * as z from 'zod/mini';
import { discord } from '../../providers/discord.ts';
import { onEvent } from '../../receive.ts';

/** A reply in the channel: https://docs.discord.com/developers/interactions/receiving-and-responding. */
const channelMessageWithSource = 4;

export const handler = onEvent(
	discord,
	'application_command',
	{ payload: z.object({ id: z.string(), data: z.object({ name: z.string() }) }) },
	async ({ payload, id }, { records }) => {
		await records.insert('interactions', id, { command: payload.data.name });
		return { type: channelMessageWithSource, data: { content: `/${payload.data.name} received` } };
	},
);
