import { createRecent } from '../../clouds/recent.ts';
import type { Delivery } from '../../webhook/delivery.ts';
import type { Log } from '../../webhook/ports.ts';
import { publicBase } from '../commands/base-url.ts';
import type { Desk } from '../commands/desk.ts';
import { explain } from '../explain-delivery.ts';
import type { Exchange } from '../local/exchange.ts';
import type { Diagnosis } from './api.ts';
import type { SeenExchange } from './seen-exchange.ts';
import { senderOf } from './sender-of.ts';

export type Explainer = {
	/** Looks into a refused delivery and says in the log why it was, unless it still looks into another. */
	readonly refused: (exchange: Exchange, seen: SeenExchange) => void;
	/** Why this one was refused, looked into now where it was not. */
	readonly diagnosisOf: (seen: SeenExchange) => Promise<Diagnosis | undefined>;
};

const mostKept = 500;

/** Says why deliveries were not believed, with all that this machine knows: the secrets of the other sources, too. */
export function explainRefusals(desk: Desk, log: Pick<Log, 'warn'>): Explainer {
	const known = createRecent<Promise<Diagnosis | undefined>>(mostKept);
	let looking = false;
	const diagnosisOf = (seen: SeenExchange, body = seen.body): Promise<Diagnosis | undefined> => {
		if (body === undefined || !refusals.includes(seen.code ?? '')) return Promise.resolve(undefined);
		const diagnosis = known.get(seen.requestId) ?? look(seen, body, desk);
		known.keep(seen.requestId, diagnosis);
		return diagnosis;
	};
	return {
		diagnosisOf,
		refused: (exchange, seen) => {
			if (looking) return;
			looking = true;
			void diagnosisOf(seen, exchange.body).then((found) => {
				looking = false;
				if (found === undefined) return;
				const { code: diagnosis, detail, proved } = found;
				log.warn('why it was refused', { source: seen.source, diagnosis, proved, detail, 'faas.invocation_id': seen.requestId });
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
	if (diagnosis === undefined) return undefined;
	const { code, detail, title, remedy, proved } = diagnosis;
	return { code, detail: `${title.replace(/\.$/, '')}: ${detail}.`, remedy, proved };
}

function deliveryOf(
	{ requestId, receivedAt, method, path, query, headers, remoteAddress }: SeenExchange,
	rawBody: Buffer,
	desk: Desk,
): Delivery {
	const url = `${publicBase(path, undefined, desk)}${path}${query && `?${query}`}`;
	return { requestId, receivedAt, method, path, query, url, headers, rawBody, remoteAddress, traceparent: '' };
}
