import { awsCluster } from './aws-cluster.ts';
import { chanceOf } from './chance.ts';
import type { Cluster, Setting } from './cluster.ts';
import { chanceFates, type Fates } from './fates.ts';
import { functionsOf } from './functions.ts';
import { localCluster } from './local-cluster.ts';
import { createMonitor } from './monitor.ts';
import { type Scenario, scenarioOf } from './scenario.ts';
import { startSenders } from './senders.ts';
import type { SimulatedStore } from './simulated-store.ts';
import { virtually } from './virtually.ts';
import { createWorld } from './world.ts';

export type Clusters = Readonly<Record<Scenario['cloud'], (setting: Setting) => Cluster>>;

/** Every cloud that there is. Simulations share the embedded store, one after the other. */
export function clustersOn(store: SimulatedStore): Clusters {
	return { local: (setting) => localCluster(store, setting), aws: awsCluster };
}

/** What is left out of a seed's run, so that a failure gets smaller: parts of its scenario, and what befalls its calls. */
export type Spared = { readonly parts: ReadonlySet<string>; readonly calls: ReadonlySet<number> };

export type Outcome = {
	readonly problems: readonly string[];
	readonly trace: readonly string[];
	readonly calls: number;
	readonly suffered: readonly number[];
};

const nothing: Spared = { parts: new Set(), calls: new Set() };
const start = Date.UTC(2026, 0, 15, 12);

/** One run of everything under one seed: the same seed, the same run. */
export function simulate(seed: number, clusters: Clusters, spared: Spared = nothing): Promise<Outcome> {
	const chance = chanceOf(seed);
	return play({ seed, scenario: scenarioOf(chance, spared.parts), fates: chanceFates(chance, spared.calls) }, clusters);
}

export async function play(
	{ seed, scenario, fates }: { readonly seed: number; readonly scenario: Scenario; readonly fates: Fates },
	clusters: Clusters,
): Promise<Outcome> {
	const chance = chanceOf(seed);
	const world = createWorld({ chance, fates, start });
	const monitor = createMonitor(scenario, world);
	const build = functionsOf(scenario, { world, monitor });
	let calls = 0;
	const random = () => {
		calls += 1;
		return chance('random', calls);
	};
	const skew = chance('skews') < 0.3 ? 240_000 : 3_000;
	const processes = chance('processes') < 0.3 ? 2 : 1;
	await virtually({ now: world.now, every: world.every, random }, async () => {
		const cluster = clusters[scenario.cloud]({ world, monitor, routes: scenario.routes, build, processes, skew, random });
		startSenders(scenario, { world, monitor, cluster });
		await world.run(cluster.soonest);
		if (world.problems.length === 0) monitor.ended({ find: cluster.find, count: cluster.count(), letters: cluster.letters() });
	});
	return { problems: world.problems, trace: world.trace, calls: world.calls(), suffered: world.suffered };
}
