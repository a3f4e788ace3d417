/** What comes in a month. */
export type Traffic = {
	readonly events: number;
	readonly bodyBytes: number;
	/** That an event is for. */
	readonly functions: number;
	/** Of one function at one event, on average. */
	readonly attempts: number;
};

/** What is billed together, and how much of which item of prices.json. */
export type Line = { readonly what: string; readonly uses: Readonly<Record<string, number>> };

export const days = 30;
export const seconds = days * 24 * 60 * 60;

/** Estimates: kilobytes that a delivery logs, and a run; how long a warm call takes without your own code. */
export const [deliveryLog, runLog, callSeconds] = [1.5, 1.5, 0.025];

/** How often the sweep runs. */
export const sweeps = seconds / 60;

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/**
 * The seconds that are billed for calls that may share an instance. A call is billed for `least` seconds, if no other comes in that time; what comes then
 * shares them. Under load `atOnce` of them work side by side all the time.
 */
export function sharedSeconds(
	calls: number,
	{ least, atOnce, perSecond }: { readonly least: number; readonly atOnce: number; readonly perSecond: number },
): number {
	return calls * Math.max(least / (1 + least * perSecond), callSeconds / atOnce);
}
