import type { Cloud } from '../webhook/ports.ts';
import type { Reply } from '../webhook/reply.ts';
import { secretName } from '../webhook/source.ts';
import { type Passage, refuse } from './step.ts';

type Means = Pick<Cloud, 'secrets' | 'openings' | 'now'>;

/** Keeps a secret that the sender offers, while an operator has the source open for it and none is set; `undefined` once that is done. */
export async function takeSecret(passage: Passage, offered: string, { secrets, openings, now }: Means): Promise<Reply | undefined> {
	const { name } = passage.source;
	try {
		const until = await openings.get(name);
		if (until === undefined || now() >= until) return refuse(passage, 'handshake-refused', 'the source is not open for a secret');
		if (!(await secrets.offer(secretName(name, 'WEBHOOK_SECRET'), offered)))
			return refuse(passage, 'handshake-refused', 'another secret is set already');
	} catch (error) {
		return refuse(passage, 'handshake-unfinished', error instanceof Error ? error.message : 'not an Error');
	}
	// The secret is kept. If this fails no other one can be taken all the same, and the sender must not be told to begin again with another.
	await openings.close(name).catch(() => undefined);
	return undefined;
}
