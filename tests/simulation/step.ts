import type { Fate } from './fates.ts';
import type { Context } from './world.ts';

/** Something that is asked of a store, a queue, the secrets or a function. */
export type Call<Result> = {
	readonly label: string;
	readonly act: () => Result | Promise<Result>;
	/** What the caller meets when it fails, where that is not just an error. */
	readonly fail?: () => Result;
	/** It is under way by itself: it may arrive though who sent it has died. */
	readonly remote?: boolean;
};

/** A call that waits for its turn. */
export type Step = {
	readonly number: number;
	readonly label: string;
	readonly context: Context;
	readonly remote?: boolean;
	/** Nothing befalls it, or nothing more. */
	readonly sheltered: boolean;
	/** Does it, and returns what tells the caller. */
	readonly act: () => Promise<() => void>;
	readonly fail: () => void;
	readonly reject: (error: unknown) => void;
};

type Means = {
	readonly later: (millis: number, work: () => void) => unknown;
	readonly again: () => void;
	readonly freeze: (millis: number) => void;
	readonly kill: () => void;
};

/** Does a step as its fate will have it. */
export async function suffer(step: Step, fate: Fate, { later, again, freeze, kill }: Means): Promise<void> {
	const outcome = () =>
		step.act().catch((error: unknown) => {
			return () => step.reject(error);
		});
	const fail = () => {
		try {
			step.fail();
		} catch (error) {
			step.reject(error);
		}
	};
	switch (fate.kind) {
		case 'well':
			return (await outcome())();
		case 'error':
			return fail();
		case 'answer lost':
			await outcome();
			return fail();
		case 'late':
			return void later(fate.millis, again);
		case 'answer late':
			return void later(fate.millis, await outcome());
		case 'frozen':
			freeze(fate.millis);
			return again();
		case 'killed before':
			return kill();
		case 'killed after':
			await outcome();
			return kill();
	}
}
