import * as z from 'zod/mini';
import { twilio } from '../../providers/twilio.ts';
import { onEvent } from '../../receive.ts';
import { xml } from '../../webhook/reply.ts';

/** Answers a text message with TwiML (https://www.twilio.com/docs/messaging/twiml). */
export const handler = onEvent(
	twilio,
	'message.received',
	{ payload: z.object({ From: z.string(), Body: z.string(), MessageSid: z.string() }) },
	async ({ payload }, { records }) => {
		await records.insert('messages', payload.MessageSid, { from: payload.From, text: payload.Body });
		return xml('<?xml version="1.0" encoding="UTF-8"?><Response><Message>Thank you, we have your message.</Message></Response>');
	},
);
