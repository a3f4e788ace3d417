import type { EventRecord } from '../../webhook/record.ts';
import { baseUrl, publicBase } from './base-url.ts';
import type { Desk } from './desk.ts';
import { keptEvents } from './kept-events.ts';
import { postDelivery, targetOf } from './post-delivery.ts';
import { signDelivery } from './sign-delivery.ts';
import { unsignedDelivery, type Wanted } from './unsigned-delivery.ts';

/** For which the index of a stage is waited. */
const lagMillis = 5_000;

export type SendOptions = Wanted & { readonly source?: string; readonly url?: string };

/** `target` is where it went, as it was before it was signed: some put a token into the query. `kept` are the events that it made, or had made before. */
export type Posted = { readonly target: string; readonly reply: Response; readonly answer: string; readonly kept: readonly EventRecord[] };

/**
 * Posts a signed sample, or the body of a file, to the URL of its source, and looks for what was kept.
 * @throws {Mistake}
 */
export async function postSample(options: SendOptions, desk: Desk): Promise<Posted> {
	const { source, provider } = desk.source(options.source);
	const unsigned = unsignedDelivery(options, {
		source,
		provider,
		routes: desk.routes,
		baseOf: (path) => publicBase(path, options.url, desk),
	});
	const delivery = await signDelivery(unsigned, { source, provider, secrets: desk.secrets });
	const base = baseUrl(delivery.path, options.url, desk);
	const reply = await postDelivery(targetOf(base, delivery), delivery, desk);
	const answer = await reply.text();
	const until = desk.stage !== undefined && reply.ok ? Date.now() + lagMillis : 0;
	const kept = await keptEvents(delivery, { source, provider, until, desk });
	return { target: targetOf(base, unsigned), reply, answer, kept };
}
