import { parseKept } from '../../middleware/load-event.ts';
import type { Identified, Provider } from '../../webhook/provider.ts';
import { fillIn, type Sample } from '../commands/sample.ts';

type Read = { readonly body: unknown; readonly events: readonly Identified[] };

/** What a sample says, filled in with the id, as its provider reads it; no events where it can't be read. */
export async function readSample(sample: Sample, provider: Provider, id: string): Promise<Read> {
	const named = Object.entries(sample.headers).map(([name, value]) => [name, fillIn(value, id)] as const);
	const headers = { 'content-type': sample.contentType, ...Object.fromEntries(named) };
	const kept = { id, headers, query: sample.query ?? '', receivedAt: 0, traceparent: '' };
	try {
		const { body, delivery } = await parseKept(kept, Buffer.from(fillIn(sample.body, id)), provider);
		return { body, events: provider.identify(body, delivery) };
	} catch {
		return { body: undefined, events: [] };
	}
}
