import { useEffect, useState } from 'preact/hooks';
import type { List } from '../api.ts';
import { ask } from './ask.ts';
import { lineOf } from './line-of.ts';
import { appendRows, mergeRows } from './merge-rows.ts';
import { type Filters, formatRoute, listQuery } from './route.ts';
import { useAnswer } from './use-answer.ts';

type Loaded = { readonly key: string; readonly list: List; readonly withOlder: boolean };

/** A search reads many bodies, so it is not asked for again with each change. */
const searchPace = 1_000;

/** The newest deliveries that fit, kept up to date, and as many pages of older ones as were asked for. */
export function useList(filters: Filters, changes: number) {
	const key = formatRoute({ screen: 'list', filters });
	const load = (more: object, signal?: AbortSignal) =>
		ask<List>('/api/deliveries', { query: { ...listQuery(filters, Date.now()), ...more }, ...(signal && { signal }) });
	const pace = filters.text === '' ? {} : { pace: searchPace };
	const { answer: first, problem } = useAnswer(key, (signal) => load({}, signal), { changes, ...pace });
	const [loaded, setLoaded] = useState<Loaded>();
	const [older, setOlder] = useState<{ readonly busy: boolean; readonly problem?: string }>({ busy: false });

	useEffect(() => {
		if (first === undefined) return;
		setLoaded((before) =>
			before?.key === key && before.withOlder ? { ...before, list: mergeRows(before.list, first) } : { key, list: first, withOlder: false },
		);
	}, [key, first]);

	const showOlder = async () => {
		const after = loaded?.list.next;
		if (after === undefined || older.busy) return;
		setOlder({ busy: true });
		try {
			const page = await load({ after });
			setLoaded((before) => (before?.key === key ? { key, list: appendRows(before.list, page), withOlder: true } : before));
			setOlder({ busy: false });
		} catch (error) {
			setOlder({ busy: false, problem: lineOf(error) });
		}
	};
	// While another filter is being asked for, what was there stays: a page that empties itself flickers.
	return { list: loaded?.list, problem: problem ?? older.problem, busy: older.busy, showOlder };
}
