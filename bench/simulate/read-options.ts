import { parseArgs } from 'node:util';
import type { CloudName } from './deployment.ts';
import { cloudNames } from './read/read-deployment.ts';

export type SimulateOptions = {
	readonly clouds: readonly CloudName[];
	readonly rates: readonly number[];
	readonly seed: number;
	/** Seconds; undefined: as the deployments assume. */
	readonly serviceSeconds: number | undefined;
	/** Seconds. */
	readonly down: number;
	readonly json: boolean;
	readonly write: boolean;
	readonly check: boolean;
};

export const defaultRates = [1, 10, 100, 1_000, 10_000] as const;

/** What was given on the command line can't be meant; the message says what, and what can. */
export class BadOption extends Error {}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = { cloud: text, rate: text, seed: text, 'service-time': text, down: text, json: flag, write: flag, check: flag };

/** @throws {BadOption} */
export function readOptions(args: readonly string[]): SimulateOptions {
	const values = parse(args);
	const { cloud, json = false, write = false, check = false } = values;
	const chosen = cloudNames.filter((name) => cloud === undefined || name === cloud);
	if (chosen.length === 0) throw new BadOption(`--cloud: "${cloud}" is none of ${cloudNames.join(', ')}`);
	const narrowed = Object.keys(values).filter((name) => !['write', 'json', 'check'].includes(name));
	if (write && narrowed.length > 0)
		throw new BadOption(`--${narrowed[0]}: with --write, the results are those of the documentation: leave it out`);
	return {
		clouds: chosen,
		rates: values.rate === undefined ? defaultRates : [number('rate', values.rate, { least: 0.01, most: 100_000 })],
		seed: whole('seed', values.seed ?? '1'),
		serviceSeconds:
			values['service-time'] === undefined ? undefined : number('service-time', values['service-time'], { least: 1, most: 900_000 }) / 1000,
		down: number('down', values.down ?? '60', { least: 1, most: 24 * 60 }) * 60,
		json,
		write,
		check,
	};
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({ args: [...args], options }).values;
	} catch (error) {
		// Its own first sentence names the option; what follows explains what nobody asked.
		const [what = ''] = messageOf(error).split(/[.\n]/);
		throw new BadOption(
			`${what}. There are: ${Object.keys(options)
				.map((name) => `--${name}`)
				.join(', ')}`,
		);
	}
}

/** An error of Node itself is no `Error` of ours where tests run. */
function messageOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
}

const units = { rate: 'events a second', 'service-time': 'milliseconds', down: 'minutes' } as const;

function number(name: keyof typeof units, value: string, { least, most }: { readonly least: number; readonly most: number }): number {
	const given = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
	if (given >= least && given <= most) return given;
	throw new BadOption(`--${name}: "${value}" must be ${units[name]}, a number from ${least} to ${most}`);
}

function whole(name: string, value: string): number {
	if (/^\d{1,9}$/.test(value)) return Number(value);
	throw new BadOption(`--${name}: "${value}" must be a whole number of at most nine digits`);
}
