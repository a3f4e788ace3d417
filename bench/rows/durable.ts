import { join } from 'node:path';
import { embedded, endpoint, folder, sender, subscribed } from '../embedded.ts';
import { inFreshProcess } from '../in-fresh-process.ts';
import { type Line, type Measure, micros, times } from '../line.ts';
import { compare } from '../measure.ts';
import { oneSync } from '../one-sync.ts';

const inFlight = 50;
const atMost = 1.6;
const atLeast = 12;

/** Events of 1 KB that Stripe's endpoint verifies, commits to the embedded store and queues for a function, before it answers. */
export const measure: Measure = async ({ peers }) => {
	const { path, remove } = folder();
	try {
		const { synced, written, close } = oneSync(path);
		const one = sender(embedded(join(path, 'store'), [endpoint, subscribed]).handler, 40_000);
		const many = () => Promise.all(Array.from({ length: inFlight }, one));
		// A log that has been full once is written over, as it is in a store that is in use.
		for (let batch = 0; batch < 80; batch += 1) await many();
		const over = await compare([synced, one, written], { millis: 100, clock: 'wall' });
		const together = await compare([one, many], { millis: 100, clock: 'wall' });
		close();
		const [, ours = Number.NaN] = over.ratio;
		const gain = inFlight / (together.ratio[1] ?? Number.NaN);
		const peer = peers ? times(Number(await inFreshProcess('peers/better-sqlite3.ts'))) : '';
		return [
			{
				row: 10,
				what: 'durable accept of 1 KB, embedded',
				value: times(ours),
				limit: `one fdatasync, ${micros(over.micros[0] ?? Number.NaN)}${onDisk(over.ratio[2])}`,
				peers: peer && `better-sqlite3, the insert alone ${peer}`,
				bar: `≤ ${times(atMost)}`,
				over: ours / atMost,
			},
			{
				row: 10,
				what: `durable accepts a second, ${inFlight} in flight over 1`,
				value: times(gain),
				limit: `1 in flight, ${micros(together.micros[0] ?? Number.NaN)} each`,
				peers: peer && 'better-sqlite3 1.00x: it commits within the call',
				bar: `≥ ${times(atLeast)}`,
				over: atLeast / gain,
			},
		] satisfies readonly Line[];
	} finally {
		remove();
	}
};

/** Memory has no fdatasync to wait for, and the ratio would say nothing. */
function onDisk(withoutSync = Number.NaN): string {
	return withoutSync > 0.2 ? ' (NOT ON A DISK)' : '';
}
