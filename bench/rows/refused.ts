// Row 4: deliveries that nobody signed who knows the secret, through the whole chain.
import { limitOf, ours } from '../cases.ts';
import { inFreshProcess } from '../in-fresh-process.ts';
import { type Line, type Measure, micros, times } from '../line.ts';
import { compare } from '../measure.ts';
import { refusedCase } from '../refused-case.ts';
import { whole } from '../whole.ts';

const rows = [
	{ name: 'stripe-1k', bar: 1.2, peers: ['stock', 'express', 'stripe', 'svix', 'standardwebhooks', 'bolt'] },
	{ name: 'github-8k', bar: 1.1, peers: ['stock', 'octokit'] },
	{ name: 'github-100k', bar: 1.1, peers: ['stock'] },
] as const;

export const measure: Measure = async ({ peers: all }) => {
	const lines: Line[] = [];
	for (const { name, bar, peers } of rows) {
		const one = refusedCase(name);
		const { ratio, micros: taken } = await compare([limitOf(one, { parse: false }), await ours(one, { status: 401 })]);
		const [, own = Number.NaN] = ratio;
		const others = [];
		for (const peer of all ? peers : [])
			others.push(`${peer} ${times((await inFreshProcess('peers/run-peer.ts', [peer, name, 'refused'])) as number)}`);
		lines.push({
			row: 4,
			what: `refused, wrong signature: ${one.title}`,
			value: times(own),
			limit: `HMAC, compare: ${micros(taken[0] ?? Number.NaN)}`,
			peers: others.join(', '),
			bar: `≤ ${times(bar)}`,
			over: own / bar,
			...(all && { whole: times(await whole(one, { status: 401 })) }),
		});
	}
	return lines;
};
