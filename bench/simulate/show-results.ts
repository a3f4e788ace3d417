import type { CloudName } from './deployment.ts';
import { inColumns } from './in-columns.ts';
import type { CloudResult, Results } from './results.ts';
import type { Down, Steady } from './scenarios.ts';

type Row = readonly string[];

export const steadyHead = [
	'events a second',
	'accepted',
	'median, until the function ended',
	'99 of 100',
	'not ended after 10 minutes',
	'held back by',
] as const;
export const downHead = [
	'events a second',
	'calls per event',
	'most at once that had not ended',
	'ended dead',
	'until all had ended',
	'accepted',
	'others refused by',
] as const;

export function steadyRow({ rate, accepted, p50, p99, backlog, limit }: Steady): Row {
	return [count(rate), percent(accepted), seconds(p50), seconds(p99), count(backlog), limit ?? '—'];
}

export function downRow({ rate, calls, deepest, dead, accepted, limit, recovery }: Down): Row {
	const ended = recovery === undefined ? 'more than 3 h' : seconds(recovery);
	return [count(rate), calls.toFixed(1), count(deepest), percent(dead), ended, percent(accepted), limit ?? '—'];
}

/** One row for each cloud and rate. */
export function rowsOf<Each>({ clouds }: Results, each: (cloud: CloudResult) => readonly Each[], row: (each: Each) => Row): readonly Row[] {
	return clouds.flatMap((cloud) => each(cloud).map((one, index) => [index === 0 ? cloudTitles[cloud.cloud] : '', ...row(one)]));
}

export const cloudTitles: Readonly<Record<CloudName, string>> = { aws: 'AWS', google: 'Google Cloud', azure: 'Azure', local: 'the laptop' };

export function throttlesAtText({ throttlesAt }: CloudResult): string {
	return throttlesAt === undefined
		? 'nothing, below 20,000 events a second'
		: `${throttlesAt.limit}, at about ${count(throttlesAt.rate)} events a second`;
}

/** For a terminal. */
export function showResults({ asked, clouds }: Results): string {
	const { serviceSeconds, down, seed } = asked;
	const lines = clouds.flatMap((cloud) => [
		`${cloud.cloud}: what bites first is ${throttlesAtText(cloud)}.`,
		'',
		...inColumns([steadyHead, ...cloud.steady.map(steadyRow)]),
		'',
		`The function fails at once, for ${seconds(down)}:`,
		...inColumns([downHead, ...cloud.fails.map(downRow)]),
		'',
		`It hangs until its time-out, for ${seconds(down)}:`,
		...inColumns([downHead, ...cloud.hangs.map(downRow)]),
		'',
		cloud.attemptsToOutlive === undefined
			? 'No number of attempts outlives that.'
			: `With retry.attempts: ${cloud.attemptsToOutlive} no event would end dead of that alone.`,
		'',
	]);
	return [`A run of the function takes ${seconds(serviceSeconds)}; seed ${seed}.`, '', ...lines].join('\n');
}

/** Two digits count where there are more than that: the model is not better. */
export function count(value: number): string {
	const digits = Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
	const rounded = Math.round(value / 10 ** digits) * 10 ** digits;
	return String(rounded).replace(/\B(?=(\d{3})+$)/g, ',');
}

function percent(share: number): string {
	return share > 0.995 && share < 1 ? '> 99 %' : `${Math.round(share * 100)} %`;
}

function seconds(value: number | undefined): string {
	if (value === undefined) return '—';
	if (value < 1) return `${Math.round(value * 1000)} ms`;
	if (value < 120) return `${Number(value.toPrecision(2))} s`;
	return value < 7200 ? `${Math.round(value / 60)} min` : `${(value / 3600).toFixed(1)} h`;
}
