// `npm run simulate:faults -- --seeds 100000 [--from 1]`: as many simulations as asked for, the first failure shrunk and shown.
import { parseArgs } from 'node:util';
import { report } from './shrink.ts';
import { clustersOn, simulate } from './simulate.ts';
import { openSimulatedStore } from './simulated-store.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '2000' }, from: { type: 'string', default: '1' } } });
const [from, seeds] = [Number(values.from), Number(values.seeds)];
if (!Number.isSafeInteger(from) || !(Number.isSafeInteger(seeds) && seeds > 0)) {
	console.error('--seeds and --from: they must be whole numbers, such as --seeds 100000');
	process.exit(1);
}
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
