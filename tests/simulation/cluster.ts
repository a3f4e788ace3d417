import type { PlaceStore } from '../../src/plugin/commands/place.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import type { EventKey, EventRecord } from '../../src/webhook/record.ts';
import type { Routes } from '../../src/webhook/source.ts';
import type { Build } from './functions.ts';
import type { Monitor } from './monitor.ts';
import type { World } from './world.ts';

export type Answer = { readonly status: number; readonly body: string };

/** A whole system under simulation: its instances, its stores and queues, and the platform that starts and wakes them. */
export type Cluster = {
	/** Undefined when whoever had the delivery died, or nobody took it. */
	readonly deliver: (delivery: Delivery, cause: string) => Promise<Answer | undefined>;
	/** By its environment name. */
	readonly setSecret: (name: string, value: string) => void;
	/** From now on instances run by these. */
	readonly deploy: (routes: Routes) => void;
	/** All that waits in a function's queue is lost. */
	readonly purge: (name: string) => void;
	/** What an operator's commands work on. */
	readonly desk: PlaceStore;
	/** Looks past all that may fail, as do the next three. */
	readonly find: (key: EventKey) => EventRecord | undefined;
	/** Events that are kept. */
	readonly count: () => number;
	/** `function source id`, of each dead letter. */
	readonly letters: () => ReadonlySet<string>;
	/** When a look at queues or store would next find something to do. */
	readonly soonest: () => number | undefined;
};

export type Setting = {
	readonly world: World;
	readonly monitor: Monitor;
	readonly routes: Routes;
	readonly build: Build;
	/** How many processes serve at once, where the cloud does not say. */
	readonly processes: number;
	/** Milliseconds by which the clock of an instance may be off. */
	readonly skew: number;
	/** In [0, 1), by the seed. */
	readonly random: () => number;
};

export function secondsOf(routes: Routes, name: string): number {
	return routes.timeouts[name] ?? 6;
}

/** The functions that take events. */
export function namesOf({ routes }: Routes): readonly string[] {
	return [...new Set(routes.flatMap((route) => (route.type === undefined ? [] : [route.function])))];
}

/** `/webhooks/stripe/answer` is the URL of `answer`, `/webhooks/stripe` that of the endpoint. */
export function functionAt(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}
