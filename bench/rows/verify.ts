import { described } from '../../tests/providers/deliveries.ts';
import { inFreshProcess } from '../in-fresh-process.ts';
import { type Line, type Measure, micros, times } from '../line.ts';
import { verifiersOf } from '../peers/verifiers.ts';
import { type Beside, besideLimit } from '../verify-beside.ts';

const bar = 1.15;
const peerBar = 1.1;

/** Row 5: the verification of each provider at 8 KB. */
export const measure: Measure = async ({ peers }) => {
	const all: Beside[] = [];
	// Who is over the bar among many others is measured by itself: a bundle has one provider, and the worst of many is mostly noise.
	// The guard asks one of each kind, by itself: they share their code.
	const chosen = peers ? described : [...Map.groupBy(described, ({ scheme }) => scheme.name).values()].flatMap(([first]) => first ?? []);
	for (const provider of chosen) {
		const own = peers ? await verifiersOf(provider.id) : [];
		const found = own.length > 0 ? undefined : await besideLimit(provider, { rounds: peers ? 31 : 11, warmMillis: peers ? 50 : 300 });
		all.push(found !== undefined && found.ratio <= bar ? found : await byItself(provider.id, peers));
	}
	const kinds = [...new Set(all.map(({ kind }) => kind))].sort();
	const lines = kinds.map((kind) =>
		lineOf(
			kind,
			all.filter((each) => each.kind === kind),
		),
	);
	return [everyOne(all), ...(peers ? [besideLibraries(all)] : []), ...lines];
};

/** Over the bar, it is the middle one of three processes. */
async function byItself(id: string, peers: boolean): Promise<Beside> {
	// Sound because that is what the file writes.
	const run = async () => (await inFreshProcess('verify-one.ts', [id, ...(peers ? ['with-peers'] : [])])) as Beside;
	const first = await run();
	if (first.ratio <= bar) return first;
	return [first, await run(), await run()].toSorted((a, b) => a.ratio - b.ratio)[1] as Beside;
}

function lineOf(kind: string, all: readonly Beside[]): Line {
	const worst = worstOf(all);
	const missed = all.filter(({ ratio }) => ratio > bar).map(({ id, ratio }) => `${id} ${times(ratio)}`);
	return {
		row: 5,
		what: `verify ${kind}`,
		value: `${times(worst.ratio)} (${worst.id}, the worst of ${all.length}, ${(worst.bytes / 1024).toFixed(1)} KB)${missed.length > 1 ? `; over the bar: ${missed.join(', ')}` : ''}`,
		limit: `its primitive by hand, ${micros(worst.limit)}`,
		peers: all
			.flatMap(({ peers }) => peers.map(({ name, ratio, lacks }) => `${name} ${ratio === undefined ? `(${lacks})` : times(ratio)}`))
			.join(', '),
		bar: `≤ ${times(bar)}`,
		over: worst.ratio / bar,
	};
}

function everyOne(all: readonly Beside[]): Line {
	const worst = worstOf(all);
	const met = all.filter(({ ratio }) => ratio <= bar).length;
	return {
		row: 5,
		what: 'verify, every provider',
		value: `${times(worst.ratio)} (${worst.id}); ${met} of ${all.length} meet the bar`,
		limit: `its primitive by hand, ${micros(worst.limit)}`,
		peers: '',
		bar: `≤ ${times(bar)}`,
		over: worst.ratio / bar,
	};
}

/** Ours over theirs. */
function besideLibraries(all: readonly Beside[]): Line {
	const pairs = all.flatMap(({ id, ratio, peers }) =>
		peers.flatMap(({ name, ratio: their }) => (their === undefined ? [] : { id, name, value: ratio / their })),
	);
	const [worst] = pairs.toSorted((a, b) => b.value - a.value);
	return {
		row: 5,
		what: "verify, over the provider's own library",
		value: `${times(worst?.value ?? Number.NaN)} (${worst?.id}, the worst of ${pairs.length})`,
		limit: 'the library',
		peers: worst?.name ?? '',
		bar: `≤ ${times(peerBar)}`,
		over: (worst?.value ?? Number.NaN) / peerBar,
	};
}

function worstOf(all: readonly Beside[]): Beside {
	// Sound because a kind has a provider.
	return all.toSorted((a, b) => b.ratio - a.ratio)[0] as Beside;
}
