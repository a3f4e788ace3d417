import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { lineOf } from './ask.ts';

type Answered<Answer> = { readonly key?: string; readonly answer?: Answer | undefined; readonly problem?: string | undefined };
/** `changes` counts what happened at the server; `pace` is the least time between two questions that follow from it, in milliseconds. */
type Live = { readonly changes: number; readonly pace?: number };

/** Below this, several changes at once are one question. */
const gathering = 300;

/** Asks when `key` changes, and anew after changes. An answer that was overtaken by a later question is dropped. */
export function useAnswer<Answer>(key: string, load: (signal: AbortSignal) => Promise<Answer>, { changes, pace = gathering }: Live) {
	const [answered, setAnswered] = useState<Answered<Answer>>({});
	const asking = useRef<AbortController | undefined>(undefined);
	const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
	const askedAt = useRef(0);
	const latest = useRef(load);
	latest.current = load;

	const askNow = useCallback(() => {
		clearTimeout(timer.current);
		timer.current = undefined;
		asking.current?.abort();
		const mine = new AbortController();
		asking.current = mine;
		askedAt.current = Date.now();
		// What was there stays beside a problem.
		const settle = (next: Pick<Answered<Answer>, 'answer' | 'problem'>) => {
			if (!mine.signal.aborted) setAnswered((before) => ({ answer: before.key === key ? before.answer : undefined, ...next, key }));
		};
		latest.current(mine.signal).then(
			(answer) => settle({ answer }),
			(error) => settle({ problem: lineOf(error) }),
		);
	}, [key]);

	useEffect(() => {
		askNow();
		return () => {
			clearTimeout(timer.current);
			timer.current = undefined;
			asking.current?.abort();
		};
	}, [askNow]);

	useEffect(() => {
		if (changes === 0 || timer.current !== undefined) return;
		timer.current = setTimeout(askNow, Math.max(gathering, askedAt.current + pace - Date.now()));
	}, [changes, askNow, pace]);

	// What was answered to another key is not shown as this one's.
	const { answer, problem }: Answered<Answer> = answered.key === key ? answered : {};
	return { answer, problem, askNow };
}
