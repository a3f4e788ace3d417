import type { Gateway } from './prices.ts';
import { seconds } from './traffic.ts';

/** The lowest and the highest that a month of so many events costs by what is stated, or why there is no price. */
export type HostedMonth = { readonly low: number; readonly high: number } | { readonly unknown: string };

/** For events that come evenly, each delivered once. */
export function hostedMonth({ fee, includedEvents, perMillion, credit = 0, perSecond }: Gateway, events: number): HostedMonth {
	if (fee === null) return { unknown: 'no price' };
	const more = Math.max(0, events - includedEvents) / 1e6;
	const faster = perSecond === undefined ? 0 : Math.max(0, events / seconds - perSecond.included);
	if (faster > 0 && perSecond?.each === undefined) return { unknown: `over ${perSecond?.included} a second` };
	if (more > 0 && perMillion.length === 0) return { unknown: 'no price' };
	const month = (price: number) => fee + Math.max(0, more * price - credit) + Math.ceil(faster) * (perSecond?.each ?? 0);
	const months = (more > 0 ? perMillion : [0]).map(month);
	return { low: Math.min(...months), high: Math.max(...months) };
}
