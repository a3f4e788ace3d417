import { lineOf } from './line-of.ts';

export type Outcome<Answer> = { readonly answer: Answer } | { readonly problem: string };

type Asking<Answer> = {
	readonly load: (signal: AbortSignal) => Promise<Answer>;
	readonly tell: (outcome: Outcome<Answer>) => void;
	/** The least time between two questions that `soon` leads to, in milliseconds. */
	readonly pace: number;
};

export type Asker = {
	/** An answer that is still to come is dropped. */
	readonly now: () => void;
	/** After a change. An answer that is still to come is waited for first, so that changes in quick succession can't keep every answer from being told. */
	readonly soon: () => void;
	readonly stop: () => void;
};

/** Below this, several changes at once are one question. */
export const gathering = 300;

export function keepAsking<Answer>({ load, tell, pace }: Asking<Answer>): Asker {
	let asking: AbortController | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let again = false;
	let askedAt = 0;
	const stop = () => {
		clearTimeout(timer);
		timer = undefined;
		again = false;
		asking?.abort();
		asking = undefined;
	};
	const now = () => {
		stop();
		const mine = new AbortController();
		asking = mine;
		askedAt = Date.now();
		const settle = (outcome: Outcome<Answer>) => {
			if (asking !== mine) return;
			asking = undefined;
			tell(outcome);
			if (again) soon();
		};
		load(mine.signal).then(
			(answer) => settle({ answer }),
			(error: unknown) => settle({ problem: lineOf(error) }),
		);
	};
	const soon = () => {
		if (asking !== undefined) again = true;
		else timer ??= setTimeout(now, Math.max(gathering, askedAt + pace - Date.now()));
	};
	return { now, soon, stop };
}
