import { type Clock, startClock } from './clock.ts';
import type { Deployment, Rate } from './deployment.ts';
import { type Bucket, type Places, startBucket, startPlaces } from './limits.ts';
import type { Load } from './simulate-load.ts';
import { startTally } from './tally.ts';

/** What the parts of a simulation share. */
export type World = Clock & {
	readonly deployment: Deployment;
	readonly load: Load;
	readonly tally: ReturnType<typeof startTally>;
	/** The first limit that has not enough left; all of them have been taken from where there is none. */
	readonly lacking: (of: 'event' | 'attempt') => (Rate & Bucket) | undefined;
	readonly placesOf: (name: string) => Places;
};

export function startWorld(deployment: Deployment, load: Load): World {
	const clock = startClock();
	const rates = deployment.rates.map((rate) => ({ ...rate, ...startBucket(rate, clock.now) }));
	const places = new Map(Object.entries(deployment.places).map(([name, most]) => [name, startPlaces(most)]));
	return {
		...clock,
		deployment,
		load,
		tally: startTally(load, clock.now),
		lacking: (of) => {
			const limit = rates.find((rate) => rate.lacks(rate[of]) > 0);
			if (!limit) for (const rate of rates) rate.take(rate[of]);
			return limit;
		},
		placesOf: (name) => {
			const found = places.get(name);
			if (!found) throw new TypeError(`${name} is not among the deployment's places`);
			return found;
		},
	};
}
