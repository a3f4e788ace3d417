import { expect, it } from '@jest/globals';
import { createMetrics } from '../../../src/clouds/google/create-metrics.ts';
import type { Dimensions, MetricName } from '../../../src/webhook/metric.ts';
import { noon } from '../../ports/sample-record.ts';

type Added = readonly [MetricName, number, Dimensions];

function read(...added: readonly Added[]) {
	const lines: string[] = [];
	const metrics = createMetrics(
		{ service: 'shop', stage: 'prod' },
		(line) => void lines.push(line),
		() => noon,
	);
	for (const each of added) metrics.add(...each);
	metrics.flush();
	metrics.flush();
	expect(lines.filter((line) => !/^\{[^\n]*\}\n$/.test(line))).toEqual([]);
	return lines.map((line) => JSON.parse(line));
}
const common = { time: '2026-01-15T12:00:00.000Z', severity: 'INFO', message: 'metric', service: 'shop', stage: 'prod' };

it.each<[string, readonly Added[], readonly object[]]>([
	['nothing is no line', [], []],
	[
		'a refused delivery is a line for each metric, once',
		[
			['received', 1, { source: 'stripe', code: 'signature-invalid' }],
			['refused', 1, { source: 'stripe', code: 'signature-invalid' }],
		],
		[
			{ ...common, metric: 'received', value: 1, unit: 'Count', source: 'stripe', code: 'signature-invalid' },
			{ ...common, metric: 'refused', value: 1, unit: 'Count', source: 'stripe', code: 'signature-invalid' },
		],
	],
	[
		'counts are added up, times kept apart',
		[
			['handled', 1, { function: 'f' }],
			['age', 40, { function: 'f' }],
			['handled', 2, { function: 'f' }],
			['age', 50, { function: 'f' }],
			['handled', 1, { function: 'g' }],
		],
		[
			{ ...common, metric: 'handled', value: 3, unit: 'Count', function: 'f' },
			{ ...common, metric: 'handled', value: 1, unit: 'Count', function: 'g' },
			{ ...common, metric: 'age', value: 40, unit: 'Milliseconds', function: 'f' },
			{ ...common, metric: 'age', value: 50, unit: 'Milliseconds', function: 'f' },
		],
	],
])('%s', (_, added, lines) => {
	expect(read(...added)).toEqual(lines);
});

it('10,000 forged deliveries are one line', () => {
	expect(read(...Array<Added>(10_000).fill(['refused', 1, { source: 'stripe', code: 'signature-invalid' }]))).toMatchObject([
		{ value: 10_000 },
	]);
});
