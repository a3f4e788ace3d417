import { join } from 'node:path';
import type { CloudFunction } from '../../src/plugin/google/plan.ts';
import { type Framework, startFramework } from '../../tests/clouds/google/start-framework.ts';
import { unzip } from '../../tests/clouds/unzip.ts';

export type FunctionProcesses = {
	/** Starts the function where it does not run, as Cloud Run does. */
	readonly portOf: (one: CloudFunction) => Promise<number>;
	readonly close: () => Promise<void>;
};

type Options = {
	readonly folder: string;
	readonly env: (one: CloudFunction) => Readonly<Record<string, string>>;
	readonly onLine: (line: string) => void;
};

/** What the framework says of itself when it starts. */
const own = /^(Serving function\.\.\.|Function: |Signature type: |URL: )/;

/** One process for each function, from its first request on. */
export function functionProcesses({ folder, env, onLine }: Options): FunctionProcesses {
	const running = new Map<string, Promise<Framework>>();
	const start = async (one: CloudFunction) => {
		const unzipped = join(folder, 'functions', one.name);
		unzip(join(folder, `${one.of}.zip`), unzipped);
		const framework = await startFramework({
			folder: unzipped,
			env: env(one),
			onLine: (line) => (own.test(line) ? undefined : onLine(line)),
		});
		// The next request starts another.
		framework.ended.then(() => running.delete(one.name));
		return framework;
	};
	return {
		portOf: async (one) => {
			const begun = running.get(one.name) ?? start(one);
			running.set(one.name, begun);
			begun.catch(() => running.delete(one.name));
			return (await begun).port;
		},
		close: async () => {
			for (const each of await Promise.allSettled(running.values())) if (each.status === 'fulfilled') await each.value.close();
		},
	};
}
