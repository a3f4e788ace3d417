import { type Dimensions, type MetricName, type Metrics, measured } from '../../webhook/metric.ts';
import type { Routes } from '../../webhook/source.ts';

export const namespace = 'Hookport';

/** Of one set of names, the values of each metric. */
type Group = { readonly of: Dimensions; readonly values: Map<MetricName, number[]> };

/**
 * CloudWatch's embedded metric format, a line for each set of names:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(
	{ service, stage }: Pick<Routes, 'service' | 'stage'>,
	write: (line: string) => void,
	now: () => number,
): Metrics {
	const groups = new Map<string, Group>();
	return {
		add: (name, value, of) => {
			const key = `${of.source}/${of.function}/${of.code}`;
			const group = groups.get(key) ?? { of, values: new Map() };
			groups.set(key, group);
			put(group, name, value);
		},
		flush: () => {
			for (const group of groups.values()) write(`${JSON.stringify({ ...document(group, now()), service, stage })}\n`);
			groups.clear();
		},
	};
}

/** Of a time the single values are wanted, for percentiles; the format takes a hundred of them, and a batch is smaller. */
const mostValues = 100;

function put({ values }: Group, name: MetricName, value: number): void {
	const known = values.get(name) ?? [];
	if (measured[name].unit === 'Count') values.set(name, [(known[0] ?? 0) + value]);
	else values.set(name, [...known, value].slice(-mostValues));
}

function document({ of, values }: Group, timestamp: number): object {
	const directives = [...values.keys()].map((name) => ({
		Namespace: namespace,
		Dimensions: measured[name].dimensions.map((set) => ['service', 'stage', ...set]),
		Metrics: [{ Name: name, Unit: measured[name].unit }],
	}));
	const targets = [...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all]);
	return { _aws: { Timestamp: timestamp, CloudWatchMetrics: directives }, ...of, ...Object.fromEntries(targets) };
}
