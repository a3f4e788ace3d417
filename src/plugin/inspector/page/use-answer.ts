import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { gathering, keepAsking } from './keep-asking.ts';

type Answered<Answer> = { readonly key?: string; readonly answer?: Answer | undefined; readonly problem?: string };
/** `changes` counts what happened at the server; `pace` is the least time between two questions that follow from it, in milliseconds. */
type Live = { readonly changes: number; readonly pace?: number };

/** Asks when `key` changes, and anew after changes. */
export function useAnswer<Answer>(key: string, load: (signal: AbortSignal) => Promise<Answer>, { changes, pace = gathering }: Live) {
	const [answered, setAnswered] = useState<Answered<Answer>>({});
	const latest = useRef(load);
	latest.current = load;
	const asker = useMemo(
		() =>
			keepAsking<Answer>({
				load: (signal) => latest.current(signal),
				// What was there stays beside a problem.
				tell: (outcome) => setAnswered((before) => ({ answer: before.key === key ? before.answer : undefined, ...outcome, key })),
				pace,
			}),
		[key, pace],
	);
	const heard = useRef(changes);
	useEffect(() => {
		asker.now();
		return asker.stop;
	}, [asker]);
	useEffect(() => {
		if (changes !== heard.current) asker.soon();
		heard.current = changes;
	}, [changes, asker]);
	// What was answered to another key is not shown as this one's.
	const { answer, problem }: Answered<Answer> = answered.key === key ? answered : {};
	return { answer, problem, askNow: asker.now };
}
