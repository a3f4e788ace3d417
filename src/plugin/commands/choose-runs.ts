import { type EventRecord, type EventStatus, statusOf } from '../../webhook/record.ts';
import type { Route } from '../../webhook/source.ts';
import { hasStatus } from './chosen-events.ts';

export type Wish = { readonly function?: string | undefined; readonly status?: EventStatus | undefined };
export type Left = {
	/** Empty for the event as a whole. */
	readonly function: string;
	readonly why: 'forgotten' | 'could not be read' | 'no function takes it' | 'no such function any more' | 'still running';
};
export type Choice = { readonly run: readonly Route[]; readonly left: readonly Left[] };

/**
 * What a replay by filter runs again for an event, and what it leaves and why. With a status, only the functions that it is the status of, so that what is
 * done is not done twice because of a neighbour that is dead. Nothing of both where the event is not meant.
 */
export function chooseRuns(record: EventRecord, wish: Wish, routes: readonly Route[]): Choice {
	const taking = routes.filter(({ source, type }) => source === record.source && type !== undefined && type === record.type);
	const names = namesOf(record, wish, taking);
	const whole = wholeLeft(record, wish, names);
	if (names.length === 0) return { run: [], left: nobody(record, wish) ?? whole };
	if (whole.length > 0) return { run: [], left: whole };
	const states = names.map((name) => ({ name, route: taking.find((route) => route.function === name), run: ownRun(record, name) }));
	return {
		run: states.flatMap(({ route, run }) => (route && run?.status !== 'running' ? [route] : [])),
		left: states.flatMap(({ name, route, run }): Left[] => {
			if (route === undefined) return [{ function: name, why: 'no such function any more' }];
			return run?.status === 'running' ? [{ function: name, why: 'still running' }] : [];
		}),
	};
}

function ownRun({ functions }: EventRecord, name: string) {
	return Object.hasOwn(functions, name) ? functions[name] : undefined;
}

function wholeLeft({ forgottenAt, reason }: EventRecord, { function: name, status }: Wish, names: readonly string[]): readonly Left[] {
	const isMeant = names.length > 0 || (name === undefined && status === undefined);
	if (forgottenAt !== undefined && isMeant) return [{ function: '', why: 'forgotten' }];
	const meant = reason !== undefined && name === undefined && (status === undefined || status === 'dead');
	return meant ? [{ function: '', why: 'could not be read' }] : [];
}

function namesOf(record: EventRecord, { function: name, status }: Wish, taking: readonly Route[]): readonly string[] {
	const taken = taking.map((route) => route.function);
	const subscribed = Object.keys(record.functions);
	if (status === undefined && name !== undefined) return taken.includes(name) || subscribed.includes(name) ? [name] : [];
	const named = (names: readonly string[]) => names.filter((each) => name === undefined || each === name);
	if (status === undefined) return subscribed.some((each) => taken.includes(each)) ? subscribed : taken;
	if (status === 'unhandled') return statusOf(record) === 'unhandled' ? named(taken) : [];
	return named(subscribed).filter((each) => {
		const run = ownRun(record, each);
		return run !== undefined && hasStatus(run, status);
	});
}

/** Of an event that is meant, although nothing of it can run. */
function nobody(record: EventRecord, { function: name, status }: Wish): readonly Left[] | undefined {
	const meant = name === undefined && record.reason === undefined && record.forgottenAt === undefined;
	if (!meant || (status !== undefined && (status !== 'unhandled' || statusOf(record) !== 'unhandled'))) return undefined;
	return [{ function: '', why: 'no function takes it' }];
}
