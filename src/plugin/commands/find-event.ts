import type { EventRecord } from '../../webhook/record.ts';
import { Mistake } from '../mistake.ts';
import { type Desk, noSource } from './desk.ts';
import type { PlaceStore } from './place.ts';

export type IdOptions = { readonly id?: string; readonly source?: string };

/** Ids are the senders' own, so two sources may have the same: then the source has to be named too. */
export async function findEvent({ id, source }: IdOptions, store: PlaceStore, { routes, stage, flags }: Desk): Promise<EventRecord> {
	if (id === undefined) throw new Mistake('--id: say which event; sls webhook events lists them');
	const names = source === undefined ? Object.keys(routes.sources) : [source];
	const gets = await Promise.all(names.map((name) => store.events.get({ source: name, id })));
	const named = gets.filter((record) => record !== undefined);
	const found = named.length === 0 && source === undefined && stage === undefined ? await findAnywhere(id, store) : named;
	if (found.length > 1)
		throw new Mistake(`--id: ${found.map((record) => record.source).join(' and ')} have an event "${id}"; add --source`);
	const [record] = found;
	if (record) return record;
	if (source !== undefined && !Object.hasOwn(routes.sources, source)) throw noSource(source, routes);
	throw new Mistake(`--id: there is no event "${id}"${source === undefined ? '' : ` of ${source}`}; sls webhook events${flags} lists them`);
}

/** Of a source that serverless.yml no longer has. A stage has too many events for that: there, such a source is named. */
async function findAnywhere(id: string, { events }: PlaceStore): Promise<readonly EventRecord[]> {
	return (await events.list({})).filter((record) => record.id === id);
}
