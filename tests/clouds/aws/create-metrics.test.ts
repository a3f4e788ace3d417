import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { createMetrics } from '../../../src/clouds/aws/create-metrics.ts';
import { type Dimensions, type MetricName, measured } from '../../../src/webhook/metric.ts';
import { noon } from '../../ports/sample-record.ts';

type Added = readonly [MetricName, number, Dimensions];

function linesOf(...added: readonly Added[]) {
	const lines: string[] = [];
	const metrics = createMetrics(
		{ service: 'shop', stage: 'prod' },
		(line) => void lines.push(line),
		() => noon,
	);
	for (const each of added) metrics.add(...each);
	metrics.flush();
	metrics.flush();
	return lines;
}
const read = (...added: readonly Added[]) => linesOf(...added).map((line) => JSON.parse(line));
const directive = (name: string, unit: string, ...sets: readonly string[][]) => ({
	Namespace: 'Hookport',
	Dimensions: sets.map((set) => ['service', 'stage', ...set]),
	Metrics: [{ Name: name, Unit: unit }],
});

describe('what a function measured', () => {
	it.each<[string, readonly Added[], readonly object[]]>([
		['nothing is no line', [], []],
		[
			'an accepted delivery is one line',
			[['received', 1, { source: 'stripe' }]],
			[
				{
					_aws: { Timestamp: noon, CloudWatchMetrics: [directive('received', 'Count', ['source'])] },
					service: 'shop',
					stage: 'prod',
					source: 'stripe',
					received: 1,
				},
			],
		],
		[
			'a refused one is one line, by source and by code',
			[
				['received', 1, { source: 'stripe', code: 'signature-invalid' }],
				['refused', 1, { source: 'stripe', code: 'signature-invalid' }],
			],
			[
				{
					_aws: {
						Timestamp: noon,
						CloudWatchMetrics: [directive('received', 'Count', ['source']), directive('refused', 'Count', ['source'], ['source', 'code'])],
					},
					service: 'shop',
					stage: 'prod',
					source: 'stripe',
					code: 'signature-invalid',
					received: 1,
					refused: 1,
				},
			],
		],
		[
			'a batch is one line for each function: counts are added up, times kept apart',
			[
				['handled', 1, { function: 'f' }],
				['age', 40, { function: 'f' }],
				['handled', 1, { function: 'f' }],
				['age', 50, { function: 'f' }],
				['dead', 1, { function: 'g' }],
			],
			[
				{
					_aws: {
						Timestamp: noon,
						CloudWatchMetrics: [directive('handled', 'Count', ['function']), directive('age', 'Milliseconds', ['function'])],
					},
					service: 'shop',
					stage: 'prod',
					function: 'f',
					handled: 2,
					age: [40, 50],
				},
				{
					_aws: { Timestamp: noon, CloudWatchMetrics: [directive('dead', 'Count', ['function'])] },
					service: 'shop',
					stage: 'prod',
					function: 'g',
					dead: 1,
				},
			],
		],
	])('%s', (_, added, documents) => {
		expect(read(...added)).toEqual(documents);
	});

	it('is written on lines of their own, each once', () => {
		const lines = linesOf(['handled', 1, { function: 'f' }], ['dead', 1, { function: 'g' }]);

		expect(lines).toHaveLength(2);
		expect(lines.filter((line) => !/^\{[^\n]*\}\n$/.test(line))).toEqual([]);
	});

	it('of 10,000 forged deliveries is one line', () => {
		const of = { source: 'stripe', code: 'signature-invalid' } as const;

		expect(read(...Array<Added>(10_000).fill(['refused', 1, of]))).toMatchObject([{ refused: 10_000 }]);
	});
});

/** The rules of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
const name = z.string().min(1).max(1024);
const document = z
	.looseObject({
		_aws: z.strictObject({
			Timestamp: z.int().positive(),
			CloudWatchMetrics: z.array(
				z.strictObject({
					Namespace: name,
					Dimensions: z.array(z.array(z.string().min(1).max(250)).min(1).max(30)).min(1),
					Metrics: z
						.array(z.strictObject({ Name: name, Unit: z.enum(['Count', 'Milliseconds']) }))
						.min(1)
						.max(100),
				}),
			),
		}),
	})
	.check(({ value, issues }) => {
		const metric = z.union([z.number(), z.array(z.number()).min(1).max(100)]);
		const targets = value._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) => [
			...Dimensions.flat().map((target) => [target, name] as const),
			...Metrics.map(({ Name }) => [Name, metric] as const),
		]);
		for (const [target, schema] of targets)
			if (!schema.safeParse(value[target]).success) issues.push({ code: 'custom', message: `target ${target}`, input: value });
	});

it.each(Object.keys(measured) as MetricName[])('%s follows the rules of the format, once and a thousand times', (metric) => {
	const of = { source: 'stripe', function: 'f', code: 'signature-invalid' } as const;

	for (const times of [1, 1000]) {
		const [line] = read(...Array<Added>(times).fill([metric, 1, of]));
		expect(document.safeParse(line).error).toBeUndefined();
	}
});

it('the rules know a document that breaks them', () => {
	const [line] = read(['age', 1, { function: 'f' }]);

	for (const wrong of [{ function: undefined }, { function: '' }, { age: 'x' }, { age: [] }, { service: 1 }, { _aws: {} }])
		expect(document.safeParse({ ...line, ...wrong }).success).toBe(false);
});
