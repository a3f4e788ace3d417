import type { FailureCode } from './failure.ts';

/**
 * What is measured. `dimensions`: the sets by which each is kept apart, besides service and stage. They hold names of serverless.yml and codes of ours,
 * never what a sender chose, since every value makes a series that costs.
 */
export const measured = {
	received: { unit: 'Count', dimensions: [['source']] },
	refused: { unit: 'Count', dimensions: [['source'], ['source', 'code']] },
	duplicates: { unit: 'Count', dimensions: [['source']] },
	handled: { unit: 'Count', dimensions: [['function']] },
	retried: { unit: 'Count', dimensions: [['function']] },
	dead: { unit: 'Count', dimensions: [['function']] },
	age: { unit: 'Milliseconds', dimensions: [['function']] },
} as const satisfies Record<string, { readonly unit: 'Count' | 'Milliseconds'; readonly dimensions: readonly (readonly Dimension[])[] }>;

export type MetricName = keyof typeof measured;
export type Dimensions = { readonly source?: string; readonly function?: string; readonly code?: FailureCode };
type Dimension = keyof Dimensions;

export type Metrics = {
	/** Adds a value; nothing is written yet. */
	readonly add: (name: MetricName, value: number, of: Dimensions) => void;
	/** Writes what was added since the last time. Called once per invocation, so that it is few lines. */
	readonly flush: () => void;
};
