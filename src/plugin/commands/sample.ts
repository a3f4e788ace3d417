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

/** The samples of a provider, in the order of their files. */
export function readSamples(provider: string): readonly Sample[] {
	const own = join(folder, provider);
	if (!existsSync(own)) return [];
	const files = readdirSync(own).filter((file) => file.endsWith('.json'));
	return files.sort().map((file) => parse(join(own, file)));
}

/**
 * The sample of a type of event; without one, the first of the `usual` types that has a sample, or else the first sample.
 * @throws {Mistake} naming the types that have a sample
 */
export function chooseSample(provider: string, type: string | undefined, usual: readonly string[]): Sample {
	const samples = readSamples(provider);
	const wanted = type === undefined ? [...usual, ...samples.map((sample) => sample.type)] : [type];
	const [found] = wanted.flatMap((one) => samples.find((sample) => sample.type === one) ?? []);
	if (found) return found;
	const names = samples.map((sample) => sample.type);
	const nearest = suggest(type ?? '', names);
	throw new Mistake(`--type: there is no sample of ${type ?? 'any event'} from ${provider} (send your own with --file)${nearest}`);
}

/** A body of one's own in the frame of a sample; where the frame's headers name the type, they name the one that is asked for. */
export function frame(provider: string, type: string | undefined, usual: readonly string[]): Omit<Sample, 'body'> {
	const samples = readSamples(provider);
	const known = type === undefined || samples.some((sample) => sample.type === type) ? type : undefined;
	const near = samples.length === 0 ? { type: '', contentType: 'application/json', headers: {} } : chooseSample(provider, known, usual);
	if (type === undefined) return near;
	const headers = Object.entries(near.headers).map(([name, value]) => [name, value === near.type ? type : value]);
	return { ...near, type, headers: Object.fromEntries(headers) };
}

function parse(file: string): Sample {
	// Sound because the samples are the project's own, and the providers' conformance suite runs each of them.
	return JSON.parse(readFileSync(file, 'utf8')) as Sample;
}

/** A fresh id in the place of each `{{id}}`. */
export function fillIn(text: string, id: string): string {
	return text.replaceAll('{{id}}', id);
}
