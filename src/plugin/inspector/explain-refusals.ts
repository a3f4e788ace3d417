import { createRecent } from '../../clouds/recent.ts';
import type { Delivery } from '../../webhook/delivery.ts';
import type { Log } from '../../webhook/ports.ts';
import { publicBase } from '../commands/base-url.ts';
import type { Desk } from '../commands/desk.ts';
import { explain } from '../explain-delivery.ts';
import type { Exchange } from '../local/exchange.ts';
import { unexplained } from '../unexplained.ts';
import type { Diagnosis } from './api.ts';
import type { SeenExchange } from './seen-exchange.ts';
import { senderOf } from './sender-of.ts';

export type Explainer = {
	/** Looks into a refused delivery, one after the other, and says in the log why it was; of a flood, only of some. */
	readonly refused: (exchange: Exchange, seen: SeenExchange) => void;
	/** Why this one was refused, looked into now where it was not. */
	readonly diagnosisOf: (seen: SeenExchange) => Promise<Diagnosis | undefined>;
	/** The code of what is known by now. */
	readonly codeOf: (requestId: string) => string | undefined;
};

const mostKept = 500;
const mostWaiting = 20;

type Hearers = { readonly log: Pick<Log, 'warn'>; readonly onKnown: () => void };

/** Says why deliveries were not believed, with all that this machine knows: the secrets of the other sources, too. */
export function explainRefusals(desk: Desk, { log, onKnown }: Hearers): Explainer {
	const known = createRecent<Promise<Diagnosis | undefined>>(mostKept);
	const codes = createRecent<string>(mostKept);
	let waiting = 0;
	let last: Promise<unknown> = Promise.resolve();
	const diagnosisOf = (seen: SeenExchange, body = seen.body): Promise<Diagnosis | undefined> => {
		if (body === undefined || !refusals.includes(seen.code ?? '')) return Promise.resolve(undefined);
		const diagnosis = known.get(seen.requestId) ?? look(seen, body, desk);
		known.keep(seen.requestId, diagnosis);
		return diagnosis;
	};
	return {
		diagnosisOf,
		codeOf: codes.get,
		refused: (exchange, seen) => {
			if (waiting >= mostWaiting) return;
			waiting += 1;
			last = last.then(async () => {
				const found = await diagnosisOf(seen, exchange.body);
				waiting -= 1;
				if (found === undefined) return;
				const { code: diagnosis, detail, proved } = found;
				codes.keep(seen.requestId, diagnosis);
				log.warn('why it was refused', { source: seen.source, diagnosis, proved, detail, 'faas.invocation_id': seen.requestId });
				onKnown();
			});
		},
	};
}

const refusals: readonly string[] = ['signature-invalid', 'secret-unusable'];

async function look(seen: SeenExchange, body: Buffer, desk: Desk): Promise<Diagnosis | undefined> {
	const sender = senderOf(seen.source, desk);
	if (sender === undefined) return undefined;
	// What can't be explained is no reason for a run to end.
	const { diagnosis } = await explain(deliveryOf(seen, body, desk), sender, desk).catch(() => ({ diagnosis: undefined }));
	if (diagnosis === undefined) return nothingFound(seen);
	const { code, detail, title, remedy, proved } = diagnosis;
	return { code, detail: `${title.replace(/\.$/, '')}: ${detail}.`, remedy, proved };
}

function nothingFound({ code, detail = '' }: SeenExchange): Diagnosis | undefined {
	const text = code === 'signature-invalid' && unexplained[detail];
	return text
		? {
				code: 'unexplained',
				detail: text,
				remedy: 'Copy the secret from the provider once more; after a change of .env, start the run again.',
				proved: false,
			}
		: undefined;
}

function deliveryOf(
	{ requestId, receivedAt, method, path, query, headers, remoteAddress }: SeenExchange,
	rawBody: Buffer,
	desk: Desk,
): Delivery {
	const url = `${publicBase(path, undefined, desk)}${path}${query && `?${query}`}`;
	return { requestId, receivedAt, method, path, query, url, headers, rawBody, remoteAddress, traceparent: '' };
}
