import { join } from 'node:path';
import { stripe } from '../../src/providers/stripe.ts';
import { receive } from '../../src/receive.ts';
import { atOnce } from '../at-once.ts';
import { embedded, endpoint, folder, secret, sender, signedEvents, subscribed } from '../embedded.ts';
import { endpointBytes } from '../endpoint-bytes.ts';
import { common, fillStore, ofEach, rare } from '../filled-store.ts';
import { type Line, type Measure, times } from '../line.ts';
import { manyFunctions, manySources } from '../many-routes.ts';
import { compare, type Work } from '../measure.ts';

const flat = 1.1;
const few = 100;
/** A smaller one to try the row with: `EVENTS=20000`. */
const many = Number(process.env.EVENTS ?? 1_000_000);

/** What there is more of must not be felt by what there was before. */
export const measure: Measure = async () => {
	const { path, remove } = folder();
	try {
		return [...(await ofFunctions(path)), ...(await ofProviders()), ...(await ofEvents(path))];
	} finally {
		remove();
	}
};

async function ofFunctions(path: string): Promise<readonly Line[]> {
	const grown = '10 → 1,000 functions';
	const [small, large] = await Promise.all([endpointBytes(manyFunctions(10)), endpointBytes(manyFunctions(1_000))]);
	const one = await endpointBytes(manyFunctions(1_000, 1));
	const accepts = [10, 1_000].map((count) => embedded(join(path, `functions-${count}`), manyFunctions(count).routes));
	const [event] = signedEvents(1);
	const chains = [10, 1_000].map((count) => {
		const handler = receive(stripe, { ...atOnce({ route: endpoint, secret }), routes: manyFunctions(count) });
		return () => handler(event, {});
	});
	return [
		line(`routing and the chain alone, ${grown}`, await leastOf(chains)),
		line(`accept, ${grown}`, await leastOf(accepts.map(({ handler }) => sender(handler, 15_000)))),
		line(`endpoint bundle, ${grown} of 100 sources`, large / small),
		{ ...line('endpoint bundle, 1,000 functions of one source over 10', one / small), bar: '', over: 0 },
	];
}

async function ofProviders(): Promise<readonly Line[]> {
	const [small, large] = await Promise.all([endpointBytes(manySources(1)), endpointBytes(manySources(120))]);
	return [line('endpoint bundle, 1 → 120 providers', large / small)];
}

async function ofEvents(path: string): Promise<readonly Line[]> {
	const grown = `${few} → ${many.toLocaleString('en')} events`;
	const began = performance.now();
	const stores = [few, many].map((count) => {
		const dataDir = join(path, `events-${count}`);
		fillStore(dataDir, count);
		return embedded(dataDir, [endpoint, subscribed]);
	});
	const seconds = Math.round((performance.now() - began) / 1_000);
	const lists = [];
	for (const filter of filters()) {
		const [small = [], large = []] = await Promise.all(stores.map(({ store }) => store.events.list(filter)));
		if (small.length !== ofEach || large.length !== ofEach)
			throw new Error(`${JSON.stringify(filter)} finds ${small.length} and ${large.length}`);
		lists.push(
			await leastOf(
				stores.map(
					({ store }) =>
						() =>
							store.events.list(filter),
				),
			),
		);
	}
	const senders = stores.map(({ handler }) => sender(handler, 30_000));
	const together = senders.map((send) => () => Promise.all(Array.from({ length: 50 }, send)));
	for (let batch = 0; batch < 80; batch += 1) for (const work of together) await work();
	return [
		line(`events query, the slowest of ${lists.length} filters, ${grown} (filled in ${seconds} s)`, Math.max(...lists)),
		line(`accept, ${grown}`, await leastOf(senders)),
		{ ...line(`50 accepts in flight, ${grown}`, await leastOf(together)), bar: '', over: 0 },
	];
}

/** Every combination of the filters of `sls webhook events`, each for what is common, for what is rare, and left out; each finds as many events in both stores. */
function filters() {
	const choices = [undefined, common, rare];
	return choices.flatMap((source) =>
		choices.flatMap((type) =>
			choices.map((status) => ({
				...(source && { source: source.source }),
				...(type && { type: type.type }),
				...(status && { status: status.status }),
				since: 1,
				until: Date.now(),
				limit: ofEach,
			})),
		),
	);
}

/** What grows is so in every try; what something else on the machine has slowed is not. */
async function leastOf(works: readonly Work[]): Promise<number> {
	let least = Number.POSITIVE_INFINITY;
	for (let tried = 0; tried < 4 && least > flat; tried += 1)
		least = Math.min(least, (await compare(works, { clock: 'wall' })).ratio[1] ?? Number.NaN);
	return least;
}

function line(what: string, ratio: number): Line {
	return { row: 11, what, value: times(ratio), limit: 'the smaller', peers: '', bar: `≤ ${times(flat)}`, over: ratio / flat };
}
