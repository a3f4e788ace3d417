import { Mistake } from '../mistake.ts';
import type { Desk } from './desk.ts';
import { type FilterOptions, readFilter } from './read-filter.ts';
import { replayMany } from './replay-many.ts';
import { replayOne } from './replay-one.ts';

export type ReplayOptions = FilterOptions & {
	readonly id?: string;
	readonly 'dry-run'?: boolean;
	readonly yes?: boolean;
	readonly rate?: string;
	readonly json?: boolean;
};

/** What narrows many events, and so says nothing of one. */
const ofMany = ['type', 'status', 'since', 'until', 'limit', 'rate'] as const;

/** `sls webhook replay`: runs the functions of an event, or of all that a filter chooses, again, with the same ids and bytes. */
export async function replay(options: ReplayOptions, desk: Desk): Promise<void> {
	const { id, source, type, status, since, until, function: name } = options;
	if (id === undefined) {
		if ([source, type, status, since, until, name].every((value) => value === undefined))
			throw new Mistake('--id: say which event (sls webhook events lists them), or which of many: --status dead, --since 2h, --source …');
		return await replayMany(options, readFilter(options), desk);
	}
	const narrowing = ofMany.find((each) => options[each] !== undefined);
	if (narrowing !== undefined) throw new Mistake(`--${narrowing}: it is for many events, and --id is one already; leave it out`);
	return await replayOne(options, desk);
}
