import type { Retry } from '../../../src/webhook/source.ts';
import { inColumns } from '../in-columns.ts';
import { median } from '../tally.ts';
import type { Figures } from './figures.ts';

/** One measurement of all loads, and what the simulation says of them. */
export type Round = {
	/** Measured, and given to the simulation. */
	readonly acceptSeconds: number;
	readonly runSeconds: number;
	readonly rows: readonly { readonly load: string; readonly measured: Figures; readonly predicted: Figures }[];
};

export type Check = {
	/** What the function itself takes. */
	readonly functionSeconds: number;
	readonly retry: Retry;
	readonly rounds: readonly Round[];
};

export const checkHead = ['load', 'figure', 'predicted', 'measured', 'error'] as const;

const names: Readonly<Record<keyof Figures, string>> = {
	accepted: 'accepted',
	attempts: 'attempts',
	p50: 'median until the function ended, s',
	p99: '99 of 100, s',
	deepest: 'not ended, at most',
	halfway: 'not ended, halfway',
	drain: 'drained after, s',
};

/** Medians of the rounds, and the least and the greatest error. */
export function checkRows({ rounds }: Check): readonly (readonly string[])[] {
	const keys = Object.keys(names) as (keyof Figures)[];
	return (rounds[0]?.rows ?? []).flatMap(({ load }, at) =>
		keys.map((key, index) => {
			const pairs = rounds.flatMap(({ rows }) => rows.slice(at, at + 1)).map((row) => [row.predicted[key], row.measured[key]] as const);
			const middle = (which: 0 | 1) => digits(median(pairs.map((pair) => pair[which])));
			return [index === 0 ? load : '', names[key], middle(0), middle(1), errors(pairs)];
		}),
	);
}

/** A share of less than this says nothing, so the difference itself is shown. */
const fewest = 0.1;

function errors(pairs: readonly (readonly [predicted: number, measured: number])[]): string {
	const isShare = pairs.every(([predicted, measured]) => measured >= fewest || predicted === measured);
	const all = pairs.map(([predicted, measured]) => {
		if (!isShare) return Number((predicted - measured).toFixed(2));
		return predicted === measured ? 0 : Math.round((predicted / measured - 1) * 100);
	});
	const signed = (error: number) => `${error > 0 ? '+' : ''}${error}`;
	const [least = 0, most = 0] = [Math.min(...all), Math.max(...all)];
	const range = least === most ? signed(least) : `${signed(least)} to ${signed(most)}`;
	return isShare ? `${range} %` : `${range}, not %`;
}

export function showCheck(check: Check): string {
	return [givenText(check), '', ...inColumns([checkHead, ...checkRows(check)]), ''].join('\n');
}

/** What the simulation was told. */
export function givenText({ rounds, functionSeconds }: Check): string {
	const of = (key: 'acceptSeconds' | 'runSeconds') => rounds.map((round) => millis(round[key])).join(', ');
	return (
		`Measured, and given to the simulation: one delivery alone is accepted in ${of('acceptSeconds')} ms, ` +
		`and a run takes a thread for ${of('runSeconds')} ms, of which the function has ${millis(functionSeconds)}.`
	);
}

function digits(value: number): string {
	return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

const millis = (seconds: number) => (seconds * 1000).toFixed(1);
