import type { Deployment } from './deployment.ts';
import { startEndpoint } from './endpoint.ts';
import type { Outcome } from './tally.ts';
import { startWorker } from './worker.ts';
import { startWorld } from './world.ts';

export type Load = {
	/** Events a second, by chance (Poisson). */
	readonly rate: number;
	readonly seed: number;
	/** Seconds for which they come. */
	readonly seconds: number;
	/** The simulation goes on until then. */
	readonly until: number;
	/** What ends before this is not in the figures of the window. */
	readonly from?: number;
	/** Between these times each attempt fails, after so many seconds. */
	readonly down?: { readonly from: number; readonly to: number; readonly seconds: number };
	/** The function's times are spread as an exponential distribution is, for the sake of formulas. */
	readonly spread?: boolean;
	/** Ends it as soon as all that came while it was down has ended. */
	readonly untilRecovered?: boolean;
};

/** One endpoint, its queue and one function under a load: what `deployment` says is all that there is. */
export function simulateLoad(deployment: Deployment, load: Load): Outcome {
	const world = startWorld(deployment, load);
	const shared = deployment.endpoint.places === deployment.worker.places;
	const worker = startWorker(world, () => {
		if (shared) endpoint.freed();
	});
	const endpoint = startEndpoint(world, (arrivedAt) => {
		if (shared) worker.look();
		worker.send(arrivedAt);
	});
	world.run(load.until, load.untilRecovered ? world.tally.recovered : undefined);
	return world.tally.outcome();
}
