import type { EventRecord } from '../../../webhook/record.ts';
import { dueOf } from '../../../webhook/run.ts';
import { Mistake } from '../../mistake.ts';
import type { Desk } from '../desk.ts';
import { eventPages } from '../event-pages.ts';
import type { PlaceStore } from '../place.ts';
import type { Finding } from './finding.ts';

/** Twice as long as the sweep of the place may take to see to something. */
const graceMillis = { local: 60_000, stage: 600_000 };
const mostCounted = 10_000;
const mostDue = 100;

/** Whether it opens, what lies dead in it, and what nobody sees to. */
export async function examineStore(desk: Desk): Promise<readonly Finding[]> {
	if (!desk.hasStore()) return [{ result: 'warn', what: 'store', detail: await whyNone(desk) }];
	return await desk.withStore(async (store) => {
		const [newest] = await store.events.list({ limit: 1 });
		const detail = newest ? `it opens; the newest event came ${iso(newest.receivedAt)}` : 'it opens, and has no event';
		return [
			{ result: 'ok', what: 'store', detail },
			...clockSetBack(newest, desk),
			await deadLetters(store, desk),
			await overdue(store, desk),
		];
	});
}

async function whyNone(desk: Desk): Promise<string> {
	try {
		await desk.withStore(async () => undefined);
		return 'there is none';
	} catch (error) {
		if (error instanceof Mistake) return error.message;
		throw error;
	}
}

/** Where events are dated by this machine, there is no other clock to ask. */
function clockSetBack(newest: EventRecord | undefined, { stage }: Desk): readonly Finding[] {
	const ahead = Math.round(((newest?.receivedAt ?? 0) - Date.now()) / 1000);
	if (stage !== undefined || ahead <= 5) return [];
	const detail = `it is ${ahead} s behind the newest event, so it was set back, or was wrong before`;
	return [{ result: 'warn', what: 'clock', detail, remedy: 'set it by the network' }];
}

async function deadLetters({ events }: PlaceStore, { flags }: Desk): Promise<Finding> {
	const counts = new Map<string, number>();
	let dead = 0;
	let oldest = 0;
	for await (const { records } of eventPages(events, { statuses: ['dead', 'pending'] })) {
		for (const { functions, reason, receivedAt } of records) {
			const names = Object.keys(functions).filter((name) => functions[name]?.status === 'dead');
			if (names.length === 0 && reason === undefined) continue;
			dead += 1;
			oldest = receivedAt;
			for (const name of names.length > 0 ? names : ['could not be read']) counts.set(name, (counts.get(name) ?? 0) + 1);
		}
		if (dead >= mostCounted) break;
	}
	if (dead === 0) return { result: 'ok', what: 'dead letters', detail: 'none' };
	const each = [...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${count}`);
	return {
		result: 'warn',
		what: 'dead letters',
		detail: `${dead >= mostCounted ? 'at least ' : ''}${dead}, since ${iso(oldest)}: ${each.join(', ')}`,
		remedy: `npx sls webhook dead-letters${flags} says why; mend it, then npx sls webhook replay --status dead${flags}`,
	};
}

async function overdue({ events }: PlaceStore, { stage, url, flags }: Desk): Promise<Finding> {
	const what = 'sweep';
	const at = Date.now() - (stage === undefined ? graceMillis.local : graceMillis.stage);
	const due = await events.due(at, mostDue);
	const [first] = due;
	if (first === undefined) return { result: 'ok', what, detail: 'nothing waits for longer than it should' };
	const count = `${due.length === mostDue ? 'at least ' : ''}${due.length} waiting, since ${iso(dueOf(first) ?? first.receivedAt)}`;
	if (stage === undefined && url === undefined) return { result: 'warn', what, detail: count, remedy: 'npm start runs what waits' };
	const remedy = stage === undefined ? 'start the run again' : `look at its log: npx sls logs --function webhook-sweep${flags}`;
	return { result: 'failed', what, detail: `${count}, so the sweep does not run`, remedy };
}

const iso = (time: number) => new Date(time).toISOString();
