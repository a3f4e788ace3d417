import { Mistake } from './mistake.ts';
import { type Config, readConfig } from './read-config.ts';

/** How a cloud feeds a function from its queue, where a `webhook` event says so. The laptop has settings of its own. */
export type Pace = {
	/** Runs of the function at once. */
	readonly maximumConcurrency?: number;
	/** Messages that one call may bring. */
	readonly batchSize?: number;
};

export const paceKeys = ['maximumConcurrency', 'batchSize'] as const;

/** The bounds are those of an event source mapping: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export function readPace(event: unknown, where: string): Pace {
	if (typeof event === 'string') return {};
	const config = readConfig(event, where);
	const maximumConcurrency = readNumber(config, { key: 'maximumConcurrency', least: 2, most: 1000, where });
	const batchSize = readNumber(config, { key: 'batchSize', least: 1, most: 10, where });
	return { ...(maximumConcurrency !== undefined && { maximumConcurrency }), ...(batchSize !== undefined && { batchSize }) };
}

/** The pace of a function, from all of its `webhook` events: it has one queue, so they may not say different things. */
export function paceOf(name: string, events: readonly unknown[]): Pace {
	const paces = events.map((event) => readPace(event, `function "${name}": webhook`));
	for (const key of paceKeys) {
		const said = new Set(paces.map((pace) => pace[key]).filter((value) => value !== undefined));
		if (said.size > 1)
			throw new Mistake(`function "${name}": "${key}" must be the same in each of its webhook events, they share one queue`);
	}
	return Object.assign({}, ...paces);
}

type Bounds = { readonly key: string; readonly least: number; readonly most: number; readonly where: string };

function readNumber(config: Config, { key, least, most, where }: Bounds): number | undefined {
	const value = config[key];
	if (value === undefined) return undefined;
	if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
		throw new Mistake(`${where}.${key}: it must be a whole number from ${least} to ${most}`);
	return value;
}
