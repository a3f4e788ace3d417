// `npm run simulate:faults -- --seeds 100000 [--from 1]`: as many simulations as asked for, the first failure shrunk and shown.
import { readNumbers } from '../read-numbers.ts';
import { report } from './shrink.ts';
import { clustersOn, simulate } from './simulate.ts';
import { openSimulatedStore } from './simulated-store.ts';

const { seeds, from } = readNumbers({ seeds: 2_000, from: 1 });
const store = openSimulatedStore();
const clusters = clustersOn(store);
let calls = 0;
let suffered = 0;
for (let seed = from; seed < from + seeds; seed += 1) {
	const outcome = await simulate(seed, clusters);
	calls += outcome.calls;
	suffered += outcome.suffered.length;
	if (outcome.problems.length > 0) {
		console.error(await report(seed, clusters));
		process.exitCode = 1;
		break;
	}
	if ((seed - from + 1) % 10_000 === 0) console.log(`${seed - from + 1} seeds`);
}
store.close();
if (process.exitCode === undefined) console.log(`${seeds} seeds, ${calls} calls, of which ${suffered} met a fault: nothing to object to`);
