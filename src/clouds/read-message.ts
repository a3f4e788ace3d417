import type { Message } from '../webhook/message.ts';
import { isObject } from './http-event.ts';

const fields = ['id', 'source', 'type', 'time', 'function'] as const;

/** The message that a queue's text is; one that stands for it, under this id, where the text is not ours. */
export function readMessage(body: string, id: string): Message {
	return parse(body) ?? stranger(id);
}

function parse(body: string): Message | undefined {
	try {
		const message: unknown = JSON.parse(body);
		const ours = isObject(message) && message.specversion === '1.0' && fields.every((field) => typeof message[field] === 'string');
		// Sound because every field that is not optional was looked at.
		return ours ? (message as Message) : undefined;
	} catch {
		return undefined;
	}
}

/** Stands for a message that is not ours, so that it holds up none of its batch: no source is named so, and the chain leaves it in its queue. */
function stranger(id: string): Message {
	return { specversion: '1.0', id, source: '', type: '', time: '', function: '' };
}

export function isStranger(message: Message): boolean {
	return message.function === '';
}
