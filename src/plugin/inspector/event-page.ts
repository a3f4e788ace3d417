import type { EventRecord, Run } from '../../webhook/record.ts';
import { keptBytes } from '../commands/kept-bytes.ts';
import { Mistake } from '../mistake.ts';
import type { Means } from './actions.ts';
import type { Body, EventPage, FunctionRuns, Header } from './api.ts';
import { bodyOf } from './body-of.ts';
import { exchangeOf } from './request-page.ts';
import { eventRow } from './rows.ts';
import { senderOf } from './sender-of.ts';
import { stepsOf } from './steps-of.ts';

/** One event, as its page shows it. */
export async function eventPage(record: EventRecord, means: Means): Promise<EventPage> {
	const { store, journal, desk } = means;
	if (record.forgottenAt !== undefined) journal.forget(record);
	const request = journal.deliveryOf(record);
	const waiting = await store.queue.waiting(record);
	const runs = Object.entries(record.functions).map(([name, run]) => runsOf(name, run, { record, nextAt: waiting[name], means }));
	const takers = desk.routes.routes.filter(({ source, type }) => source === record.source && type === record.type);
	return {
		...eventRow(record),
		query: record.query,
		headers: Object.entries(record.headers).map(([name, value]): Header => ({ name, value })),
		body: await keptBody(record, means),
		steps: stepsOf(record.reason === undefined ? {} : { code: record.reason }, senderOf(record.source, desk)),
		runs,
		replayable: record.forgottenAt === undefined && record.reason === undefined ? takers.map((route) => route.function) : [],
		...(request && record.forgottenAt === undefined && { request: exchangeOf(request, journal) }),
	};
}

type Setting = { readonly record: EventRecord; readonly nextAt: number | undefined; readonly means: Means };

function runsOf(name: string, run: Run, { record, nextAt, means }: Setting): FunctionRuns {
	const { status, attempts, replays, reason, lastError } = run;
	return {
		name,
		status,
		attempts,
		replays,
		...(reason !== undefined && { reason }),
		...(lastError !== undefined && { lastError }),
		...(status === 'pending' && nextAt !== undefined && { nextAt }),
		seen: means.journal.attemptsOf(record, name),
	};
}

async function keptBody(record: EventRecord, { store, desk }: Means): Promise<Body> {
	try {
		const bytes = await keptBytes(record, { store, desk });
		if (bytes !== undefined) return bodyOf(bytes, record.headers);
		return {
			bytes: 0,
			note: record.forgottenAt === undefined ? 'The bytes are gone.' : 'It was forgotten: nothing of what was sent is kept.',
		};
	} catch (error) {
		if (error instanceof Mistake) return { bytes: 0, note: error.message };
		throw error;
	}
}
