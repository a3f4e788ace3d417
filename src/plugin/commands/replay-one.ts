import type { EventRecord } from '../../webhook/record.ts';
import type { Route, Routes } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import type { Desk } from './desk.ts';
import { findEvent, type IdOptions } from './find-event.ts';
import { sendAgain } from './send-again.ts';

type Options = IdOptions & { readonly function?: string; readonly 'dry-run'?: boolean; readonly json?: boolean };

/** Runs one event's functions again. A function that was added since runs where nothing was subscribed then, or where it is named. */
export async function replayOne({ 'dry-run': dry = false, json = false, ...options }: Options, desk: Desk): Promise<void> {
	const { source, id, names, busy } = await desk.withStore(async (store) => {
		const record = await findEvent(options, store, desk);
		const wanted = wantedOf(record, options.function, desk.routes);
		const open = dry ? openOf(record, wanted) : await sendAgain(record, wanted, store);
		const left = wanted.map((route) => route.function).filter((name) => !open.includes(name));
		return { ...record, names: open, busy: left };
	});
	if (json) {
		desk.print(JSON.stringify({ source, id, dryRun: dry, sent: names, stillRunning: busy }));
		return;
	}
	if (names.length > 0) {
		const when = desk.url === undefined && desk.stage === undefined ? '; it runs when npm start does' : '';
		desk.print(`${source} ${id}: ${dry ? 'would be sent' : 'sent'} again to ${names.join(', ')}${dry ? '' : when}`);
	}
	if (busy.length > 0) desk.print(`${source} ${id}: ${busy.join(', ')} still running, nothing ${dry ? 'would be ' : ''}sent`);
}

function openOf({ functions }: EventRecord, wanted: readonly Route[]): readonly string[] {
	return wanted.map((route) => route.function).filter((name) => functions[name]?.status !== 'running');
}

/** The routes of the functions to run. Those that serverless.yml no longer has would only end dead. */
export function wantedOf(record: EventRecord, name: string | undefined, { routes }: Routes): readonly Route[] {
	if (record.forgottenAt !== undefined)
		throw new Mistake(
			`event "${record.id}" was forgotten at ${new Date(record.forgottenAt).toISOString()}, so nothing is left to run for it`,
		);
	const now = routes.filter(({ source, type }) => source === record.source && type === record.type);
	const then = now.filter((route) => Object.hasOwn(record.functions, route.function));
	const named = now.filter((route) => route.function === name);
	if (named.length > 0 && record.reason === undefined) return named;
	if (name === undefined && then.length > 0) return then;
	if (record.reason !== undefined)
		throw new Mistake(`event "${record.id}" could not be read (${record.reason}), so no function can run for it`);
	const names = now.map((route) => route.function);
	if (name !== undefined)
		throw new Mistake(`--function: "${name}" does not take ${record.type} of ${record.source} in serverless.yml${suggest(name, names)}`);
	if (now.length === 0) throw new Mistake(`no function in serverless.yml takes ${record.type} of ${record.source}; add one, then replay`);
	return now;
}
