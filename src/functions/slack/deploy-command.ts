import * as z from 'zod/mini';
import { slack } from '../../providers/slack.ts';
import { onEvent } from '../../receive.ts';

/** `/deploy <stage>`: Slack shows the answer to whoever asked. */
export const handler = onEvent(
	slack,
	'slash_command',
	{ payload: z.object({ command: z.string(), text: z.string(), user_id: z.string() }) },
	async ({ payload, id }, { records }) => {
		const stage = payload.text.trim();
		if (stage === '') return { response_type: 'ephemeral', text: `Say which stage: ${payload.command} staging` };
		await records.insert('deployments', id, { stage, by: payload.user_id });
		return { response_type: 'in_channel', text: `Deploying ${stage} for <@${payload.user_id}>` };
	},
);
