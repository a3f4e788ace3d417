import { type Dimensions, type MetricName, type Metrics, measured } from '../../webhook/metric.ts';
import type { Routes } from '../../webhook/source.ts';
import { logLine } from '../log-line.ts';

type Entry = { readonly metric: MetricName; readonly value: number; readonly of: Dimensions };

/** By this message a log-based metric finds its lines; `metric` says which, and `value` how much. */
export const metricMessage = 'metric';

/**
 * A line a value, from which log-based metrics are made: https://cloud.google.com/logging/docs/logs-based-metrics. What counts is added up first; of a time each
 * value has a line, for percentiles.
 */
export function createMetrics(
	{ service, stage }: Pick<Routes, 'service' | 'stage'>,
	write: (line: string) => void,
	now: () => number,
): Metrics {
	let times: Entry[] = [];
	const counts = new Map<string, Entry>();
	const line = ({ metric, value, of }: Entry) => {
		const time = new Date(now()).toISOString();
		write(logLine({ time, severity: 'INFO', message: metricMessage, metric, value, unit: measured[metric].unit, service, stage, ...of }));
	};
	return {
		add: (metric, value, of) => {
			if (measured[metric].unit !== 'Count') return void times.push({ metric, value, of });
			const key = `${metric}/${of.source}/${of.function}/${of.code}`;
			counts.set(key, { metric, value: value + (counts.get(key)?.value ?? 0), of });
		},
		flush: () => {
			for (const entry of [...counts.values(), ...times]) line(entry);
			counts.clear();
			times = [];
		},
	};
}
