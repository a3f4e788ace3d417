// Rows 1 to 3: accepted deliveries through the whole chain of a function that answers, at several sizes, as text and as base64.

import { type Case, type CaseName, caseOf, limitOf, ours } from '../cases.ts';
import { inFreshProcess } from '../in-fresh-process.ts';
import { type Line, type Measure, micros, times } from '../line.ts';
import { compare } from '../measure.ts';
import { whole } from '../whole.ts';

type Row = { readonly row: number; readonly name: CaseName; readonly limit: number; readonly faster?: number };

const rows: readonly Row[] = [
	{ row: 1, name: 'github-8k', limit: 1.1, faster: 3.5 },
	{ row: 2, name: 'stripe-1k', limit: 1.2 },
	{ row: 3, name: 'github-100k', limit: 1.05 },
	{ row: 3, name: 'github-100k-base64', limit: 1.1 },
	{ row: 3, name: 'github-1m', limit: 1.05, faster: 4.5 },
	{ row: 3, name: 'github-1m-base64', limit: 1.1 },
];

/** Of each case, the peers that do its work. */
const peersOf = ({ provider, base64 }: Case) => ['stock', ...(base64 ? [] : ['express']), provider.id === 'github' ? 'octokit' : 'stripe'];

export const measure: Measure = async ({ peers }) => {
	const lines: Line[] = [];
	for (const { row, name, limit: bar, faster } of rows) {
		const one = caseOf(name);
		const { ratio, micros: taken } = await compare([limitOf(one), await ours(one)], { rounds: peers ? 15 : 7 });
		const [, own = Number.NaN] = ratio;
		const others = peers ? await peerRatios(name, peersOf(one)) : new Map<string, number>();
		const stock = others.get('stock');
		const over = Math.max(own / bar, faster !== undefined && stock !== undefined ? faster / (stock / own) : 0);
		lines.push({
			row,
			what: `accepted: ${one.title}`,
			value: times(own),
			limit: `HMAC, compare, JSON.parse: ${micros(taken[0] ?? Number.NaN)}`,
			peers: [...others].map(([peer, value]) => `${peer} ${times(value)}`).join(', '),
			bar: `≤ ${times(bar)}${faster === undefined ? '' : `, ≥ ${faster}x faster than stock${stock === undefined ? '' : ` (${times(stock / own)})`}`}`,
			over,
			...(peers && { whole: times(await whole(one)) }),
		});
	}
	return lines;
};

async function peerRatios(name: CaseName, peers: readonly string[]): Promise<ReadonlyMap<string, number>> {
	const found = new Map<string, number>();
	for (const peer of peers) found.set(peer, (await inFreshProcess('peers/run-peer.ts', [peer, name])) as number);
	return found;
}
