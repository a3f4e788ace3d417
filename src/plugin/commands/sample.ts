import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';

/** A recorded delivery without its signature. `{{id}}` in body and headers stands for a fresh id. */
export type Sample = {
	readonly type: string;
	readonly contentType: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly query?: string;
	readonly body: string;
};

const folder = join(import.meta.dirname, '..', '..', 'providers', 'samples');

/**
 * The sample of a provider's type of event; without a type, its first one.
 * @throws {Mistake} naming the types that have a sample
 */
export function readSample(provider: string, type?: string): Sample {
	const own = join(folder, provider);
	const samples = existsSync(own)
		? readdirSync(own)
				.filter((file) => file.endsWith('.json'))
				.map((file) => parse(join(own, file)))
		: [];
	const found = type === undefined ? samples[0] : samples.find((sample) => sample.type === type);
	if (found) return found;
	const names = samples.map((sample) => sample.type);
	throw new Mistake(
		`--type: there is no sample of ${type ?? 'any event'} from ${provider}${suggest(type ?? '', names)}; your own goes with --file payload.json`,
	);
}

function parse(file: string): Sample {
	// Sound because the samples are the project's own, and the providers' conformance suite runs each of them.
	return JSON.parse(readFileSync(file, 'utf8')) as Sample;
}

export function fillIn(sample: Sample, id: string): Sample {
	const fill = (text: string) => text.replaceAll('{{id}}', id);
	return {
		...sample,
		body: fill(sample.body),
		headers: Object.fromEntries(Object.entries(sample.headers).map(([name, value]) => [name, fill(value)])),
	};
}
