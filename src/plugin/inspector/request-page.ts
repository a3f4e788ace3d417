import { credentialsOf } from '../../middleware/credentials-of.ts';
import type { Means } from './actions.ts';
import type { Body, Exchange, Header, RequestPage } from './api.ts';
import { bodyOf } from './body-of.ts';
import type { Journal } from './journal.ts';
import { requestRow } from './rows.ts';
import type { SeenExchange } from './seen-exchange.ts';
import { senderOf } from './sender-of.ts';
import { stepsOf } from './steps-of.ts';

/** A request that made no event, as its page shows it. */
export async function requestPage(seen: SeenExchange, { journal, desk, explainer }: Means): Promise<RequestPage> {
	const sender = senderOf(seen.source, desk);
	const diagnosis = await explainer.diagnosisOf(seen);
	return {
		...requestRow(seen),
		// Where nobody knows what in it proves the sender, nothing is shown.
		query: sender || seen.query === '' ? hideQuery(seen.query, sender?.provider.scheme.queryCredential) : hidden,
		headers: headersOf(seen, sender),
		body: seenBody(seen),
		steps: stepsOf(seen, sender),
		...(diagnosis && { diagnosis }),
		request: exchangeOf(seen, journal),
	};
}

export function exchangeOf({ requestId, remoteAddress, status, durationMs, answer }: SeenExchange, journal: Journal): Exchange {
	return { requestId, remoteAddress, status, durationMs, answer, lines: journal.linesOf(requestId) };
}

const hidden = 'hidden';

/** Where nobody knows which header proves the sender, none is shown. */
export function headersOf({ headers }: SeenExchange, sender: ReturnType<typeof senderOf>): readonly Header[] {
	const isCredential = sender ? credentialsOf(sender) : () => true;
	return Object.entries(headers).map(([name, value]) => (isCredential(name) ? { name, value: hidden, masked: true } : { name, value }));
}

function hideQuery(query: string, name: string | undefined): string {
	if (name === undefined) return query;
	const parameters = new URLSearchParams(query);
	if (parameters.has(name)) parameters.set(name, hidden);
	return parameters.toString();
}

function seenBody({ body, headers, outcome }: SeenExchange): Body {
	if (body !== undefined) return bodyOf(body, headers);
	return {
		bytes: 0,
		note: outcome === 'duplicate' ? 'It is that of the event that was kept before.' : 'It was not read, or is too large to be kept here.',
	};
}
