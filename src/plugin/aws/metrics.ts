/** One line of an alarm: a metric, or an expression over the others. */
export type Query = Readonly<Record<string, unknown>>;

export type Alarm = {
	readonly description: string;
	/** The last one is what is compared. */
	readonly queries: readonly Query[];
	readonly above: number;
	/** How often in a row. */
	readonly periods?: number;
};

type Metric = {
	/** The name that expressions know it by. */
	readonly id: string;
	readonly namespace: string;
	readonly name: string;
	readonly dimensions: Readonly<Record<string, unknown>>;
	readonly stat: 'Sum' | 'Maximum';
	/** Seconds. */
	readonly period: number;
};

export function metric({ id, namespace, name, dimensions, stat, period }: Metric): Query {
	const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
	return { Id: id, MetricStat: { Metric: { Namespace: namespace, MetricName: name, Dimensions }, Period: period, Stat: stat } };
}

export function expression(id: string, formula: string): Query {
	return { Id: id, Expression: formula };
}
