import { type Reply, text } from '../webhook/reply.ts';

/** A text that nothing takes for anything else. */
export function plain(body: string): Reply {
	const { status, headers } = text(body);
	return { status, headers: { ...headers, 'x-content-type-options': 'nosniff' }, body };
}
