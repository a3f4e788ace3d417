import type { Provider } from '../../webhook/provider.ts';
import { readSamples, type Sample } from '../commands/sample.ts';
import { readSample } from './read-sample.ts';
import { smallestBody } from './smallest-body.ts';

/**
 * A sample of a type that has none, in the frame of another one of its provider: with the type in the place of the other's, and of a JSON body only what the provider
 * needs to tell the type, the id and the payload. `undefined` where no frame will do.
 */
export async function makeSample(provider: Provider, type: string): Promise<Sample | undefined> {
	for (const frame of readSamples(provider.id)) {
		const headers = Object.entries(frame.headers).map(([name, value]) => [name, value === frame.type ? type : value]);
		const made = { ...frame, type, headers: Object.fromEntries(headers), body: frame.body.replaceAll(frame.type, () => type) };
		const place = await placeOf(made, provider);
		if (place === undefined) continue;
		return { ...made, body: await smallestBody(made.body, async (body) => (await placeOf({ ...made, body }, provider)) === place) };
	}
	return undefined;
}

/** Where its payload is in the body; `undefined` where it is no event of its type with an id of its own. */
async function placeOf(sample: Sample, provider: Provider): Promise<string | undefined> {
	const [{ body, events }, other] = await Promise.all([readSample(sample, provider, 'a'), readSample(sample, provider, 'b')]);
	const [event] = events;
	if (event?.type !== sample.type || event.id === undefined || event.id === other.events[0]?.id) return undefined;
	return event.payload === undefined ? undefined : (pathOf(event.payload, body) ?? JSON.stringify(event.payload));
}

function pathOf(wanted: unknown, value: unknown, path = ''): string | undefined {
	if (value === wanted) return path;
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.entries(value)
		.map(([key, one]) => pathOf(wanted, one, `${path}/${key}`))
		.find((found) => found !== undefined);
}
