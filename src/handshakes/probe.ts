import type { Handshake } from '../webhook/handshake.ts';
import { empty } from '../webhook/reply.ts';

/** Asks only whether anybody is there. */
export function probe(method: 'GET' | 'HEAD', title = `\`${method}\` without a signature: an empty 200`): Handshake {
	return { title, method, signed: false, answer: () => ({ reply: empty() }) };
}
