import { type Deployment, delayAfter } from './deployment.ts';
import { scaleDown } from './scale-down.ts';
import { simulateLoad } from './simulate-load.ts';
import { quantile } from './tally.ts';

/** Seconds. The pollers of a queue on AWS need four minutes to get to all that they may have, so what is told is of the time after them. */
export const [warmUp, watched] = [300, 300] as const;
/** So many events are simulated at most; where there are more, each stands for several. */
const mostEvents = { steady: 60_000, down: 20_000 } as const;
/** Seconds after the function works again, for which it is watched. */
export const longestRecovery = 3 * 3600;

export type Steady = {
	readonly rate: number;
	/** Of what is sent, in the watched minutes. */
	readonly accepted: number;
	/** What refuses, or holds back, more than it lets through in time; undefined where it keeps up. */
	readonly limit: string | undefined;
	/** Events that wait at the end. */
	readonly backlog: number;
	/** Seconds from a delivery to the end of its function; undefined where none ended. */
	readonly p50: number | undefined;
	readonly p99: number | undefined;
};

type Asked = { readonly rate: number; readonly seed: number };

/** Ten minutes of a steady load, of which the last five are watched. */
export function steady(deployment: Deployment, { rate, seed }: Asked): Steady {
	const until = warmUp + watched;
	const weight = Math.max(1, (rate * until) / mostEvents.steady);
	const scaled = scaleDown(deployment, weight);
	const { window, latencies, left, refused, waited } = simulateLoad(scaled, {
		rate: rate / weight,
		seed,
		seconds: until,
		until,
		from: warmUp,
	});
	const accepted = window.arrived === 0 ? 1 : window.accepted / window.arrived;
	// By chance, a few more may come in than end, or the other way round.
	const keepsUp = accepted > 0.995 && window.done > window.accepted - Math.max(3 * Math.sqrt(window.accepted), 0.01 * window.accepted);
	return {
		rate,
		accepted,
		limit: keepsUp ? undefined : ((accepted > 0.995 ? undefined : most(refused)) ?? most(waited)),
		backlog: Math.round(left * weight),
		p50: latencies.length === 0 ? undefined : quantile(latencies, 0.5),
		p99: latencies.length === 0 ? undefined : quantile(latencies, 0.99),
	};
}

/** What is counted most often. */
function most(counts: Readonly<Record<string, number>>): string | undefined {
	return Object.entries(counts).sort(([, one], [, other]) => other - one)[0]?.[0];
}

const highest = 20_000;

/** The lowest rate that a deployment does not keep up with, and what keeps it from it; to 2 %. Undefined where there is none below 20,000 events a second. */
export function throttlesAt(deployment: Deployment, seed: number): { readonly rate: number; readonly limit: string } | undefined {
	let [low, high] = [1, highest];
	let limit = steady(deployment, { rate: high, seed }).limit;
	if (limit === undefined) return undefined;
	while (high / low > 1.02) {
		const rate = Math.sqrt(low * high);
		const met = steady(deployment, { rate, seed }).limit;
		if (met === undefined) low = rate;
		else [high, limit] = [rate, met];
	}
	return { rate: high, limit };
}

/** The fewest attempts with which every event outlives an outage, however its back-offs fall; undefined where the gateway takes no such number. */
export function attemptsToOutlive(deployment: Deployment, seconds: number): number | undefined {
	let lasted = 0;
	for (let attempts = 1; attempts <= mostAttempts; attempts += 1) {
		if (lasted >= seconds) return attempts;
		lasted += delayAfter(attempts, deployment, 0);
	}
	return undefined;
}

/** As `retry.attempts` may be. */
const mostAttempts = 100;

export type Down = {
	readonly rate: number;
	/** Runs, for each accepted event that came while the function was down; 1 is what it takes when it works. */
	readonly calls: number;
	/** Of what was sent until the end: retries may take what the endpoint needs. */
	readonly accepted: number;
	/** What refused the others. */
	readonly limit: string | undefined;
	readonly deepest: number;
	/** Seconds after it works again until the last of these has ended; undefined where that takes longer than it is watched. */
	readonly recovery: number | undefined;
	/** Share of these. */
	readonly dead: number;
};

/** A function of which each attempt fails for so many seconds; the load stays as it is until all that came meanwhile has ended. */
export function down(
	deployment: Deployment,
	{ rate, seed, seconds, hangs = false }: Asked & { readonly seconds: number; readonly hangs?: boolean },
): Down {
	const weight = Math.max(1, (rate * seconds) / mostEvents.down);
	const scaled = scaleDown(deployment, weight);
	const until = seconds + longestRecovery;
	const failing = { from: 0, to: seconds, seconds: hangs ? scaled.worker.timeout : scaled.worker.seconds };
	const load = { rate: rate / weight, seed, seconds: until, until, down: failing, untilRecovered: true };
	const { arrived, accepted, refused, deepest, recoveredAt, whileDown } = simulateLoad(scaled, load);
	return {
		rate,
		calls: whileDown.attempts / Math.max(1, whileDown.accepted),
		accepted: accepted / arrived,
		limit: most(refused),
		deepest: Math.round(deepest * weight),
		recovery: recoveredAt === undefined ? undefined : Math.max(0, recoveredAt - seconds),
		dead: whileDown.accepted === 0 ? 0 : whileDown.dead / whileDown.accepted,
	};
}
