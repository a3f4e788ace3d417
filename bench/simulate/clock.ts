export type Clock = {
	/** Seconds since the simulation began. */
	readonly now: () => number;
	/** Does it so many seconds from now. What is due at the same time is done in the order in which it was asked for. */
	readonly after: (seconds: number, action: () => void) => void;
	/** Until nothing is left to do, nothing is due before that time, or `over` says so. */
	readonly run: (until: number, over?: () => boolean) => void;
};

type Due = { readonly at: number; readonly turn: number; readonly action: () => void };

const isBefore = (one: Due, other: Due) => one.at < other.at || (one.at === other.at && one.turn < other.turn);

/** A clock that jumps from one event to the next. They are in a binary heap: each is due before the two below it. */
export function startClock(): Clock {
	const heap: Due[] = [];
	let now = 0;
	let turns = 0;

	const push = (due: Due) => {
		let at = heap.length;
		for (let above = (at - 1) >> 1; at > 0; above = (at - 1) >> 1) {
			const parent = heap[above] as Due;
			if (!isBefore(due, parent)) break;
			heap[at] = parent;
			at = above;
		}
		heap[at] = due;
	};
	const pop = (): Due => {
		const first = heap[0] as Due;
		const last = heap.pop() as Due;
		if (heap.length === 0) return first;
		let at = 0;
		for (;;) {
			let below = 2 * at + 1;
			if (below >= heap.length) break;
			if (below + 1 < heap.length && isBefore(heap[below + 1] as Due, heap[below] as Due)) below += 1;
			if (!isBefore(heap[below] as Due, last)) break;
			heap[at] = heap[below] as Due;
			at = below;
		}
		heap[at] = last;
		return first;
	};
	return {
		now: () => now,
		after: (seconds, action) => push({ at: now + seconds, turn: turns++, action }),
		run: (until, over = () => false) => {
			while (heap[0] !== undefined && heap[0].at <= until && !over()) {
				const due = pop();
				now = due.at;
				due.action();
			}
			if (!over()) now = Math.max(now, until);
		},
	};
}
