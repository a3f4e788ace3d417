import type { Cloud } from '../webhook/ports.ts';
import type { Reply } from '../webhook/reply.ts';
import { type Passage, refuse } from './step.ts';

/** Keeps a secret that the sender offers, while the source is open for it; `undefined` once that is done. */
export async function takeSecret(
	passage: Passage,
	_offered: string,
	_means: Pick<Cloud, 'secrets' | 'records' | 'now'>,
): Promise<Reply | undefined> {
	return refuse(passage, 'handshake-refused', 'the source is not open for a secret');
}
