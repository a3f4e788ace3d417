import { type Clusters, type Outcome, type Spared, simulate } from './simulate.ts';

export type Shrunk = { readonly outcome: Outcome; readonly spared: Spared };

const parts = [
	...Array.from({ length: 8 }, (_, index) => [`event ${index}`, `forged ${index}`, `replays ${index}`, `forgets ${index}`]).flat(),
	...['rotation', 'removal', 'purge', 'retention'],
];

/** Leaves out of a failing run whatever it fails without, one by one: first parts of its scenario, then what befell its calls. */
export async function shrink(seed: number, clusters: Clusters): Promise<Shrunk> {
	let spared: Spared = { parts: new Set(), calls: new Set() };
	let outcome = await simulate(seed, clusters, spared);
	const without = async (more: { readonly parts?: readonly string[]; readonly calls?: readonly number[] }): Promise<boolean> => {
		const less: Spared = {
			parts: new Set([...spared.parts, ...(more.parts ?? [])]),
			calls: new Set([...spared.calls, ...(more.calls ?? [])]),
		};
		const smaller = await simulate(seed, clusters, less);
		if (smaller.problems.length === 0) return false;
		[spared, outcome] = [less, smaller];
		return true;
	};
	for (const part of parts) await without({ parts: [part] });
	for (let size = outcome.suffered.length; size >= 1; size = Math.floor(size / 2)) {
		for (let from = 0; from < outcome.suffered.length; ) {
			const some = outcome.suffered.slice(from, from + size);
			// What is left moves up where some went.
			if (!(await without({ calls: some }))) from += size;
		}
	}
	return { outcome, spared };
}

/** The whole of a failure, to read: what is wrong, how to see it again, and the shrunk trace. */
export async function report(seed: number, clusters: Clusters): Promise<string> {
	const { outcome } = await shrink(seed, clusters);
	const looks = /take \{|^.*: #\d+ (due|names|Query)/;
	const trace = outcome.trace.filter((line) => !looks.test(line));
	const most = 300;
	const shown = trace.length > most ? ['…', ...trace.slice(-most)] : trace;
	return [`seed ${seed}: ${outcome.problems.join('; ')}`, `npm run simulate:faults -- --from ${seed} --seeds 1`, ...shown].join('\n');
}
