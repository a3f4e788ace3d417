import { baseUrl, publicBase } from './base-url.ts';
import type { Desk } from './desk.ts';
import { keptEvents } from './kept-events.ts';
import { postDelivery, targetOf } from './post-delivery.ts';
import { printableLine } from './printable.ts';
import { signDelivery } from './sign-delivery.ts';
import { unsignedDelivery, type Wanted } from './unsigned-delivery.ts';

/** For which the index of a stage is waited. */
const lagMillis = 5_000;

export type SendOptions = Wanted & { readonly source?: string; readonly url?: string; readonly json?: boolean };

/** `sls webhook send`: posts a signed sample, or the body of a file, to the URL of its source, and shows the reply and what was kept. */
export async function send(options: SendOptions, desk: Desk): Promise<void> {
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
	// As it was before it was signed: some put a token into the query.
	const url = targetOf(base, unsigned);
	const text = await reply.text();
	if (!options.json) desk.print([`POST ${url}\n${reply.status} ${reply.statusText}`, ...(text ? [text] : [])].join('\n'));
	const until = desk.stage !== undefined && reply.ok ? Date.now() + lagMillis : 0;
	const kept = await keptEvents(delivery, { source, provider, until, desk });
	const events = kept.map(({ source: from, id }) => ({ source: from, id }));
	if (options.json) desk.print(JSON.stringify({ url, status: reply.status, reply: text, events }));
	else
		for (const { id, source: from } of events)
			desk.print(`Event ${printableLine(id)}: npx sls webhook show --source ${from} --id ${quoted(id)}${desk.flags}`);
	if (!reply.ok) process.exitCode = 1;
}

/** Double quotes mean the same in sh, cmd and PowerShell. */
export function quoted(id: string): string {
	return /^[\w.:@-]+$/.test(id) ? id : `"${printableLine(id)}"`;
}
