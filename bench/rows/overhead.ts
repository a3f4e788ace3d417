// Row 9: what a chain adds to the work of its steps, and what a refusal costs that is returned, against one that is thrown.
import { deliveryChain } from '../../src/middleware/chain.ts';
import { formatErrors } from '../../src/middleware/format-errors.ts';
import { type Passage, refuse, type Step } from '../../src/middleware/step.ts';
import { inFreshProcess } from '../in-fresh-process.ts';
import { type Measure, micros, times } from '../line.ts';
import { compare, type Work } from '../measure.ts';
import { stripeEvent } from '../sent.ts';

const passage = {
	delivery: { requestId: 'JKJaXmPLvHcESHA=', method: 'POST', path: '/webhooks/stripe', headers: {}, rawBody: stripeEvent },
} as unknown as Passage;
const reply = { status: 200, headers: {}, body: '' };
/** As many as stand before a function. */
const steps: readonly Step[] = Array.from({ length: 10 }, () => ({ before: () => undefined }));
const answer = async () => reply;

const chained = deliveryChain(steps, answer);
const ready = deliveryChain([formatErrors(), { before: () => reply }], answer);
const returned = deliveryChain(
	[formatErrors(), { before: ({ event }) => refuse(event, 'signature-invalid', 'signature-mismatch') }],
	answer,
);
const thrown = deliveryChain(
	[
		formatErrors(),
		{
			before: () => {
				throw Object.assign(new Error('Unauthorized'), { statusCode: 401 });
			},
		},
	],
	answer,
);

const bare: Work = () => answer();

export const measure: Measure = async ({ peers }) => {
	const chain = await compare([bare, () => chained(passage)]);
	const [call = Number.NaN, whole = Number.NaN] = chain.micros;
	const theirs = peers ? ((await inFreshProcess('peers/middy-default.ts')) as number) : undefined;
	const refusals = await compare([() => ready(passage), () => returned(passage), () => thrown(passage)]);
	const [base = Number.NaN, cheap = Number.NaN, dear = Number.NaN] = refusals.micros;
	const cheaper = (dear - base) / (cheap - base);
	return [
		{
			row: 9,
			what: 'what a chain of 10 steps adds to the call of its handler',
			value: micros(whole - call),
			limit: `the call: ${micros(call)}`,
			peers: theirs === undefined ? '' : `Middy with its defaults ${micros(theirs)}`,
			bar: '≤ 0.5 µs',
			over: (whole - call) / 0.5,
		},
		{
			row: 9,
			what: 'a refusal that is returned, against one that is thrown',
			value: `${times(cheaper)} cheaper`,
			limit: `returned ${micros(cheap - base)}`,
			peers: `thrown ${micros(dear - base)}`,
			bar: '≥ 10x',
			over: 10 / cheaper,
		},
	];
};
