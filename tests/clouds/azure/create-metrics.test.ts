import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '../../../src/clouds/azure/create-metrics.ts';
import type { Dimensions, MetricName } from '../../../src/webhook/metric.ts';

type Added = readonly [MetricName, number, Dimensions];

function linesOf(...added: readonly Added[]) {
	const lines: string[] = [];
	const metrics = createMetrics({ service: 'shop', stage: 'prod' }, (line) => void lines.push(line));
	for (const each of added) metrics.add(...each);
	metrics.flush();
	metrics.flush();
	return lines.map((line) => JSON.parse(line));
}
const shop = { service: 'shop', stage: 'prod' };
const refusal = { source: 'stripe', code: 'signature-invalid' } as const;

describe('what a function measured', () => {
	it.each<[string, readonly Added[], readonly object[]]>([
		['nothing is no line', [], []],
		[
			'an accepted delivery is one line',
			[['received', 1, { source: 'stripe' }]],
			[{ ...shop, source: 'stripe', measured: { received: 1 } }],
		],
		[
			'a refused one is one line',
			[
				['received', 1, refusal],
				['refused', 1, refusal],
			],
			[{ ...shop, ...refusal, measured: { received: 1, refused: 1 } }],
		],
		[
			'several runs are one line for each function: counts are added up, times kept apart',
			[
				['handled', 1, { function: 'f' }],
				['age', 40, { function: 'f' }],
				['handled', 1, { function: 'f' }],
				['age', 50, { function: 'f' }],
				['dead', 1, { function: 'g' }],
			],
			[
				{ ...shop, function: 'f', measured: { handled: 2, age: [40, 50] } },
				{ ...shop, function: 'g', measured: { dead: 1 } },
			],
		],
	])('%s', (_, added, lines) => {
		expect(linesOf(...added)).toEqual(lines);
	});

	it('of 10,000 runs is one line, with a hundred times', () => {
		const [line, ...others] = linesOf(...Array<Added>(10_000).fill(['age', 7, { function: 'f' }]));

		expect([line.measured.age.length, others]).toEqual([100, []]);
	});
});
