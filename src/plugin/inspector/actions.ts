import type { Store } from '../../clouds/local/open-store.ts';
import type { Desk } from '../commands/desk.ts';
import { findEvent } from '../commands/find-event.ts';
import { postSample } from '../commands/post-sample.ts';
import { wantedOf } from '../commands/replay-one.ts';
import { sendAgain } from '../commands/send-again.ts';
import { Mistake } from '../mistake.ts';
import type { Curl, List, Project, Replayed, Sent } from './api.ts';
import { curlOf } from './curl-of.ts';
import { eventPage } from './event-page.ts';
import type { Explainer } from './explain-refusals.ts';
import type { Journal } from './journal.ts';
import { listRows } from './list-rows.ts';
import { describeProject } from './project.ts';
import { requestPage } from './request-page.ts';

/** What the inspector can do, by method and path. Each takes a query or a JSON object, and throws a Mistake for what can't be done. */
export type Actions = Readonly<Record<string, (input: Input) => Promise<object>>>;
type Input = Readonly<Record<string, unknown>>;

export type Means = {
	readonly store: Store;
	readonly journal: Journal;
	readonly desk: Desk;
	readonly explainer: Pick<Explainer, 'diagnosisOf' | 'codeOf'>;
};

export function createActions(means: Means): Actions {
	const { store, journal, desk } = means;
	const eventOf = (input: Input) => findEvent({ id: text(input, 'id'), source: text(input, 'source') }, store, desk);
	const exchangeOf = (requestId: string) => {
		const found = journal.exchange(requestId);
		if (found) return found;
		throw new Mistake('this request is no longer in memory, which holds the latest of this run');
	};
	return {
		'GET /api/project': async (): Promise<Project> => describeProject(desk),
		'GET /api/deliveries': async (input): Promise<List> => await listRows(texts(input), means),
		'GET /api/event': async (input) => await eventPage(await eventOf(input), means),
		'GET /api/request': async (input) => await requestPage(exchangeOf(text(input, 'id')), means),
		'POST /api/replay': async (input): Promise<Replayed> => {
			const named = input.function === undefined ? undefined : text(input, 'function');
			const record = await eventOf(input);
			const wanted = wantedOf(record, named, desk.routes);
			const sent = await sendAgain(record, wanted, store);
			return { sent, busy: wanted.map((route) => route.function).filter((name) => !sent.includes(name)) };
		},
		'POST /api/send': async (input): Promise<Sent> => {
			const { reply, answer, kept } = await postSample({ source: text(input, 'source'), type: text(input, 'type') }, desk);
			return { status: reply.status, answer, events: kept.map(({ source, id }) => ({ source, id })) };
		},
		'POST /api/curl': async (input): Promise<Curl> => {
			const of = input.requestId === undefined ? await eventOf(input) : exchangeOf(text(input, 'requestId'));
			return { curl: await curlOf(of, means) };
		},
	};
}

function text(input: Input, name: string): string {
	const value = input[name];
	if (typeof value === 'string') return value;
	throw new Mistake(`"${name}" has to be a text`);
}

function texts(input: Input): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.keys(input).map((name) => [name, text(input, name)]));
}
