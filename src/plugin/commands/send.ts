import { createHash } from 'node:crypto';
import type { Delivery } from '../../webhook/delivery.ts';
import type { EventRecord } from '../../webhook/record.ts';
import { Mistake } from '../mistake.ts';
import { baseUrl } from './base-url.ts';
import { type Desk, hasStore } from './desk.ts';
import { printableLine } from './printable.ts';
import { signDelivery } from './sign-delivery.ts';
import { unsignedDelivery, type Wanted } from './unsigned-delivery.ts';

/** Longer than API Gateway waits for a function. */
const waitMs = 35_000;

export type SendOptions = Wanted & { readonly source?: string; readonly url?: string };

/** `sls webhook send`: posts a signed sample, or the body of a file, to the URL of its source, and shows the reply and what was kept. */
export async function send(options: SendOptions, desk: Desk): Promise<void> {
	const { source, provider } = desk.source(options.source);
	const base = baseUrl(options.url, desk);
	const unsigned = unsignedDelivery(options, { source, provider, routes: desk.routes, base });
	const delivery = signDelivery(unsigned, { source, provider, dataDir: desk.dataDir });
	const target = `${base}${delivery.path}${delivery.query && `?${delivery.query}`}`;
	const reply = await post(target, delivery, base);
	desk.print(`POST ${target}\n${reply.status} ${reply.statusText}`);
	const text = await reply.text();
	if (text) desk.print(text);
	for (const { id, source: from } of await keptOf(delivery, source.name, desk))
		desk.print(`Event ${printableLine(id)}: npx sls webhook show --source ${from} --id ${quoted(id)}`);
	if (!reply.ok) process.exitCode = 1;
}

async function post(target: string, { headers, rawBody }: Delivery, base: string): Promise<Response> {
	const signal = AbortSignal.timeout(waitMs);
	try {
		// A sender would not follow a redirection either, and a GET after it would prove nothing.
		return await fetch(target, { method: 'POST', headers, body: new Uint8Array(rawBody), signal, redirect: 'manual' });
	} catch {
		if (signal.aborted) throw new Mistake(`${base} gave no answer within ${waitMs / 1000} s`);
		throw new Mistake(`nothing answers at ${base}: run npm start in another terminal, or give --url`);
	}
}

/** What the local store has of these bytes since: nothing where they went elsewhere, were refused, or had come before. */
async function keptOf({ rawBody, receivedAt }: Delivery, source: string, desk: Desk): Promise<readonly EventRecord[]> {
	if (!hasStore(desk.dataDir)) return [];
	const sha256 = createHash('sha256').update(rawBody).digest('hex');
	const latest = await desk.withStore((store) => store.events.list({ source, since: receivedAt }));
	return latest.filter((record) => record.sha256 === sha256).sort((a, b) => a.index - b.index);
}

/** Double quotes mean the same in sh, cmd and PowerShell. */
function quoted(id: string): string {
	return /^[\w.:@-]+$/.test(id) ? id : `"${printableLine(id)}"`;
}
