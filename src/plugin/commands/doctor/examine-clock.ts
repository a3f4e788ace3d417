import type { Desk } from '../desk.ts';
import type { Finding } from './finding.ts';

/** The time that an answer gives, whole seconds, and between which times here it came. Milliseconds since the epoch. */
export type Reading = { readonly date: number; readonly from: number; readonly to: number };

const warnMillis = 5_000;

/** How far this clock is from that of a stage, by the answer that came soonest. What `send` and `smoke` sign has this machine's time. */
export function examineClock(readings: readonly Reading[], { routes, source }: Pick<Desk, 'routes' | 'source'>): readonly Finding[] {
	const [best] = readings.filter(({ date }) => !Number.isNaN(date)).sort((a, b) => a.to - a.from - (b.to - b.from));
	if (best === undefined) return [{ result: 'warn', what: 'clock', detail: 'no answer says what time it is' }];
	const ahead = aheadMillis(best);
	const tolerances = Object.keys(routes.sources).flatMap((name) => source(name).provider.scheme.tolerance ?? []);
	const seconds = Math.round(Math.abs(ahead) / 1000);
	const detail = `this machine is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} the stage`;
	const remedy = 'set this clock by the network';
	if (Math.abs(ahead) > Math.min(...tolerances) * 500) return [{ result: 'failed', what: 'clock', detail, remedy }];
	if (Math.abs(ahead) > warnMillis) return [{ result: 'warn', what: 'clock', detail, remedy }];
	return [{ result: 'ok', what: 'clock', detail: 'this machine’s goes as the stage’s does' }];
}

/** Somewhere in the second that the answer says, and between asking and having the answer: what is left beyond that is certain. */
function aheadMillis({ date, from, to }: Reading): number {
	if (from > date + 1000) return from - date - 1000;
	return to < date ? to - date : 0;
}
