import { empty, json, type Reply, text } from '../webhook/reply.ts';

/** What a function returned, as a reply: a reply as it is, a text or value as the body, nothing as an empty 200. */
export function asReply(returned: unknown): Reply {
	if (returned === undefined || returned === null) return empty();
	if (typeof returned === 'string') return text(returned);
	return isReply(returned) ? returned : json(returned);
}

function isReply(value: unknown): value is Reply {
	return (
		typeof value === 'object' &&
		value !== null &&
		'status' in value &&
		typeof value.status === 'number' &&
		'headers' in value &&
		'body' in value
	);
}
