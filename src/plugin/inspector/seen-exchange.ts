import type { Fields } from '../../webhook/ports.ts';
import type { Exchange } from '../local/exchange.ts';

/** An exchange with what the log says about it. */
export type SeenExchange = Omit<Exchange, 'answer' | 'code'> & {
	/** The answer's. */
	readonly status: number;
	readonly answer: string;
	/** Empty where it came to none. */
	readonly source: string;
	/** accepted, duplicate, handshake, refused or failed. */
	readonly outcome: string;
	readonly code?: string;
	readonly detail?: string;
	/** That of the events that it brought. */
	readonly traceId?: string;
};

const mostBody = 64 * 1024;
const longestAnswer = 4_000;

/**
 * Undefined for a request to a function that is none of ours. An accepted delivery's bytes are in the store, under its rules; those of others are kept here, in
 * memory, so that somebody can see why.
 */
export function seenExchange({ answer, code, body, ...exchange }: Exchange, told: Fields | undefined): SeenExchange | undefined {
	const problem = code ?? problemOf(answer.body);
	const failed = answer.status >= 500;
	if (told === undefined && problem === undefined && !failed) return undefined;
	const outcome = text(told?.outcome) ?? (problem === undefined ? 'failed' : 'refused');
	const needed = outcome === 'refused' || outcome === 'failed' || outcome === 'handshake';
	const known = { code: text(told?.code) ?? problem, detail: text(told?.detail), traceId: text(told?.trace_id) };
	return {
		...exchange,
		...(needed && body && body.length <= mostBody && { body }),
		status: answer.status,
		answer: answer.body.toString('utf8', 0, longestAnswer),
		source: text(told?.source) ?? '',
		outcome,
		...defined(known),
	};
}

/** Of a flood of refusals, most get no line in the log: then the answer says as much as the sender learns. */
function problemOf(body: Buffer): string | undefined {
	return /"type":"urn:hookport:problem:([a-z-]+)"/.exec(body.toString('latin1', 0, 500))?.[1];
}

function text(value: Fields[string]): string | undefined {
	return value === undefined ? undefined : String(value);
}

type Known = Pick<SeenExchange, 'code' | 'detail' | 'traceId'>;

function defined(known: { readonly [Name in keyof Known]: string | undefined }): Known {
	return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}
