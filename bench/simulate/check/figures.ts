import { type Outcome, quantile } from '../tally.ts';
import type { Attempt } from './journal.ts';
import type { Sent } from './send-load.ts';

/** What is compared. Times are seconds. */
export type Figures = {
	readonly accepted: number;
	readonly attempts: number;
	readonly p50: number;
	readonly p99: number;
	/** Accepted events that have not ended, at most, and halfway through the load. */
	readonly deepest: number;
	readonly halfway: number;
	/** From the last delivery that was due until everything has ended. */
	readonly drain: number;
};

type Load = { readonly seconds: number };
type Run = { readonly start: number; readonly sent: readonly Sent[]; readonly attempts: readonly Attempt[] };

export function figuresOf({ start, sent, attempts }: Run, { seconds }: Load): Figures {
	const ends = new Map(attempts.filter(({ done }) => done).map(({ id, end }) => [id, end]));
	const ended = [...ends.values()].sort((a, b) => a - b);
	const accepted = sent.filter(({ status }) => status === 200);
	const latencies = accepted.map(({ id, at }) => ((ends.get(id) ?? Number.NaN) - at) / 1000).sort((a, b) => a - b);
	const depthAt = (time: number) =>
		accepted.filter(({ answeredAt }) => answeredAt <= time).length - ended.filter((end) => end <= time).length;
	return {
		accepted: accepted.length,
		attempts: attempts.length,
		p50: quantile(latencies, 0.5),
		p99: quantile(latencies, 0.99),
		deepest: Math.max(...accepted.map(({ answeredAt }) => depthAt(answeredAt))),
		halfway: depthAt(start + seconds * 500),
		drain: Math.max(0, ((ended.at(-1) ?? start) - start) / 1000 - seconds),
	};
}

export function predictedFigures({ accepted, attempts, latencies, deepest, depths, lastEndedAt }: Outcome, { seconds }: Load): Figures {
	return {
		accepted,
		attempts,
		p50: quantile(latencies, 0.5),
		p99: quantile(latencies, 0.99),
		deepest,
		halfway: depths[Math.floor(seconds / 2)] ?? 0,
		drain: Math.max(0, lastEndedAt - seconds),
	};
}
