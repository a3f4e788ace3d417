import { type Dimensions, type MetricName, type Metrics, measured } from '../../webhook/metric.ts';
import type { Routes } from '../../webhook/source.ts';
import type { Write } from './create-log.ts';

/** Of one set of names, the values of each metric. */
type Group = { readonly of: Dimensions; readonly values: Map<MetricName, number | readonly number[]> };

/**
 * A line of the log for each set of names: `measured` holds counts as numbers and times as lists. Application Insights keeps it as a trace, which queries
 * and alerts read by `parse_json(message).measured`: https://learn.microsoft.com/kusto/query/parse-json-function
 */
export function createMetrics({ service, stage }: Pick<Routes, 'service' | 'stage'>, write: Write): Metrics {
	const groups = new Map<string, Group>();
	return {
		add: (name, value, of) => {
			const key = `${of.source}/${of.function}/${of.code}`;
			const group = groups.get(key) ?? { of, values: new Map() };
			groups.set(key, group);
			put(group, name, value);
		},
		flush: () => {
			for (const { of, values } of groups.values())
				write(JSON.stringify({ measured: Object.fromEntries(values), service, stage, ...of }), 'info');
			groups.clear();
		},
	};
}

/** Of a time the single values are wanted, for percentiles. */
const mostValues = 100;

function put({ values }: Group, name: MetricName, value: number): void {
	const known = values.get(name) ?? [];
	const list = typeof known === 'number' ? [known] : known;
	if (measured[name].unit === 'Count') values.set(name, (list[0] ?? 0) + value);
	else values.set(name, [...list, value].slice(-mostValues));
}
