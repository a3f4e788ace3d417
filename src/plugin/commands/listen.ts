import { endOncePrinted } from '../end-process.ts';
import { findInspector } from '../local/announce-run.ts';
import { dataDirOf, readEnv } from '../local/settings.ts';
import { untilStopped } from '../local/until-stopped.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import type { Project } from '../new/project.ts';
import type { Desk } from './desk.ts';
import { type Cursor, cursorFile, readCursor, startAt, writeCursor } from './listen/cursor.ts';
import { follow } from './listen/follow.ts';
import type { Listening } from './listen/listening.ts';
import { tallyLine, teller } from './listen/teller.ts';
import { readSince } from './read-filter.ts';

export type ListenOptions = { readonly source?: string; readonly function?: string; readonly since?: string; readonly json?: boolean };

type Means = Pick<Listening, 'findDoor' | 'signal' | 'every' | 'backoff'> & { readonly dataDir: string };

/** `sls webhook listen`: brings a stage's events to the local run, as they come, and changes nothing there. */
export async function listen(options: ListenOptions, desk: Desk, { folder }: Pick<Project, 'folder'>): Promise<void> {
	// The local run takes its folder from `.env`, too.
	const dataDir = dataDirOf(folder, { ...readEnv(folder), ...process.env });
	const stopping = new AbortController();
	untilStopped().then(() => stopping.abort());
	try {
		const means = { dataDir, findDoor: () => findInspector(dataDir), signal: stopping.signal, every: 2_000, backoff };
		await listenUntil(options, desk, means);
	} catch (error) {
		endOncePrinted();
		throw error;
	}
	// What is still being asked of the stage would take its time.
	process.exit(0);
}

/** From one second to half a minute. */
const backoff = (attempts: number) => Math.min(500 * 2 ** attempts, 30_000);

/** The same until the signal is given. */
export async function listenUntil(options: ListenOptions, desk: Desk, { dataDir, ...means }: Means): Promise<void> {
	const { source, function: only, json = false } = options;
	if (desk.stage === undefined) throw new Mistake('--stage: say which stage to listen to, such as --stage dev');
	if (source !== undefined) desk.source(source);
	if (only !== undefined) checkFunction(only, desk);
	const file = cursorFile(dataDir, [desk.routes.service, desk.stage, source, only]);
	const tell = teller(desk.print, json);
	const cursor = cursorOf(options, file);
	// Whoever is ended before anything has come begins there again.
	writeCursor(file, cursor);
	const what = [source, only].filter((part) => part !== undefined).join(', ');
	tell.note(`${desk.routes.service} ${desk.stage}${what && ` (${what})`}, from ${new Date(cursor.until).toISOString()} on`);
	try {
		await follow(cursor, { desk, source, only, file, tell, ...means });
	} catch (error) {
		if (!means.signal.aborted) throw error;
	}
	tell.note(`Stopped: ${tallyLine(tell.tally())}`);
}

/** Where it was left, else from now. Whoever says a time means it; what is known already is told apart by the local run. */
function cursorOf({ since }: ListenOptions, file: string): Cursor {
	const now = Date.now();
	if (since !== undefined) return startAt(readSince(since, now));
	return readCursor(file) ?? startAt(now);
}

function checkFunction(name: string, { routes }: Desk): void {
	const taking = routes.routes.filter((route) => route.type !== undefined);
	if (taking.some((route) => route.function === name)) return;
	const names = [...new Set(taking.map((route) => route.function))];
	throw new Mistake(`--function: no function "${name}" takes events${suggest(name, names)}`);
}
