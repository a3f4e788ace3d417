import type { Handler } from '../../src/middleware/open-trigger.ts';
import { type Instance, isAlive } from './instance.ts';
import type { World } from './world.ts';

type Warm = { readonly name: string; readonly instance: Instance; readonly handler: Handler; readonly version: number; busy: boolean };

type Means = {
	readonly world: World;
	readonly random: () => number;
	/** What an instance does when it is started. */
	readonly start: (name: string) => Handler;
};

type Invocation = { readonly input: unknown; readonly cause: string; readonly seconds: number };

/** Instances of functions: each runs one call at a time, stays warm after it, and is ended when its time is over. */
export function simulatedLambda({ world, random, start }: Means) {
	let warm: readonly Warm[] = [];
	let version = 1;
	let count = 0;
	const free = (name: string): Warm => {
		const found = warm.find((one) => one.name === name && one.version === version && !one.busy && isAlive(one.instance));
		if (found && random() < 0.9) return found;
		count += 1;
		const fresh = { name, instance: world.spawn(`${name}-${count}`), handler: start(name), version, busy: false };
		warm = [...warm, fresh];
		return fresh;
	};
	return {
		/** Undefined when the instance died, threw, or ran out of time. */
		invoke: async (name: string, { input, cause, seconds }: Invocation): Promise<unknown> => {
			const one = free(name);
			one.busy = true;
			const answer = world.within(one.instance, cause, () => one.handler(JSON.parse(JSON.stringify(input)), {})).catch(() => undefined);
			const over = world.after(seconds * 1000, () => world.kill(one.instance));
			const result = await Promise.race([answer, one.instance.death]);
			over();
			one.busy = false;
			return isAlive(one.instance) ? result : undefined;
		},
		/** Another version is deployed: what is called from now on starts anew. */
		renew: () => {
			version += 1;
		},
	};
}
