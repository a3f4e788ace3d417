import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSamples, type Sample } from '../commands/sample.ts';
import { Mistake } from '../mistake.ts';
import { endpointText, functionText, testText } from './function-text.ts';
import { insertFunctions } from './insert-functions.ts';
import { makeSample } from './make-sample.ts';
import { payloadSchema } from './payload-schema.ts';
import { type Planned, planEntries, type Wanted } from './plan-entries.ts';
import type { Project } from './project.ts';
import { readSample } from './read-sample.ts';
import { samplePath, sampleText } from './sample-text.ts';

/** What is to be written for a function, once all of it can be. */
export type FunctionPlan = Planned & {
	/** The texts of new files by their paths. */
	readonly created: Readonly<Record<string, string>>;
	/** The new text of serverless.yml. */
	readonly text: string;
	/** Where a sample is to be, when none could be made. */
	readonly missing: string | undefined;
};

/** @throws {Mistake} for the first thing that can't be meant, that is there already, or that can't be added to */
export async function planFunction(wanted: Wanted, { folder, file, service, known }: Project): Promise<FunctionPlan> {
	if (!/\.ya?ml$/.test(file)) throw new Mistake(`${file}: only a serverless.yml can be added to`);
	const planned = planEntries(wanted, service, known);
	const { entry, endpoint } = planned;
	const text = insertFunctions(readFileSync(join(folder, file), 'utf8'), endpoint ? [endpoint, entry] : [entry], file);
	const { kept, made } = await findSample(planned, known);
	const path = samplePath(planned.provider.id, entry.type);
	const created = {
		...(await functionFiles(planned, kept)),
		...(made && { [path]: sampleText(made) }),
		...(endpoint && known.handlerText(endpoint.handler) === undefined && endpointFile(endpoint.handler, planned)),
	};
	const there = Object.keys(created).find((one) => existsSync(join(folder, one)));
	if (there !== undefined) throw new Mistake(`${there} is there already: move it away, or give another --name`);
	return { ...planned, created, text, missing: kept || made ? undefined : path };
}

/** A type that a closed list lacks, and only the source adds, is not one of its provider's. */
async function findSample({ provider, entry: { type } }: Planned, known: Project['known']) {
	const kept = readSamples(provider.id).find((sample) => sample.type === type);
	const foreign = known.types(provider.id)?.includes(type) === false;
	return { kept, made: kept || foreign ? undefined : await makeSample(provider, type) };
}

/** `sample`: a recorded one, whose fields are the sender's. */
async function functionFiles({ source, provider, entry }: Planned, sample: Sample | undefined) {
	const { name, type, ack = 'stored' } = entry;
	const events = sample ? (await readSample(sample, provider, '1')).events.filter((event) => event.type === type) : [];
	const schema = payloadSchema(events[0]?.payload);
	// A sample that is made, or is still to be written, has one.
	const written = { name, source: source.name, provider: provider.id, type, ack, schema, events: events.length || 1 };
	return {
		[`src/functions/${source.name}/${name}.ts`]: functionText(written),
		[`tests/functions/${source.name}/${name}.test.ts`]: testText({ ...written, ...(source.options && { options: source.options }) }),
	};
}

function endpointFile(handler: string, { provider }: Planned) {
	return { [handler.replace(/\.handler$/, '.ts')]: endpointText(provider.id) };
}
