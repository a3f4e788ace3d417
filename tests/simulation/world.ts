import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { between, type Chance, pick } from './chance.ts';
import { type Fates, well } from './fates.ts';
import { frozenUntil, type Instance, instance, isAlive, rootOf } from './instance.ts';
import { type Call, type Step, suffer } from './step.ts';
import { createTimers } from './timers.ts';

/** Which instance does something, and what for. */
export type Context = { readonly instance: Instance; readonly cause: string };

export type World = ReturnType<typeof createWorld>;

type Options = { readonly chance: Chance; readonly fates: Fates; readonly start: number };

const contexts = new AsyncLocalStorage<Context>();

const mostRounds = 20_000;
const longest = 90 * 24 * 3_600_000;

/**
 * Time and chance of a simulation. Whatever is asked of a store, a queue or a function waits as a step; one step happens at a time, chosen by the seed, and the clock
 * goes on to the next timer when none can.
 */
export function createWorld({ chance, fates, start }: Options) {
	const outside: Context = { instance: instance('outside'), cause: 'outside' };
	const here = () => contexts.getStore() ?? outside;
	const timers = createTimers();
	const trace: string[] = [];
	const problems: string[] = [];
	const suffered: number[] = [];
	let now = start;
	let steps: readonly Step[] = [];
	let count = 0;

	const tell = (text: string) => void trace.push(`${((now - start) / 1000).toFixed(3)} ${here().instance.name} (${here().cause}): ${text}`);
	const later = (millis: number, work: () => void, every?: number) => {
		const context = here();
		return timers.add({ at: now + millis, every, of: context.instance, work: () => contexts.run(context, work) });
	};
	const add = (step: Step) => {
		steps = [...steps, step];
	};
	const step = <Result>({ act, fail, ...call }: Call<Result>): Promise<Result> =>
		new Promise<Result>((resolve, reject) => {
			const context = here();
			if (!isAlive(context.instance)) return;
			count += 1;
			add({
				...call,
				number: count,
				context,
				sheltered: context === outside,
				act: async () => {
					const result = await act();
					return () => resolve(result);
				},
				fail: () => {
					if (fail) resolve(fail());
					else throw new Error('injected');
				},
				reject,
			});
		});
	const kill = (one: Instance) => {
		if (!isAlive(one)) return;
		tell(`${one.name} dies`);
		one.die();
		const orphans = steps.filter(({ context }) => !isAlive(context.instance));
		steps = steps.filter(({ context }) => isAlive(context.instance));
		timers.forgetTheDead();
		// What was under way by itself may arrive all the same.
		for (const orphan of orphans.filter(({ remote, number }) => remote && chance('orphan', number) < 0.5)) {
			const late = { ...orphan, context: { ...outside, cause: `late, of ${orphan.context.cause}` }, sheltered: true };
			const millis = between(0, 5000, chance('orphan', 'millis', orphan.number));
			timers.add({ at: now + millis, every: undefined, of: outside.instance, work: () => add(late) });
		}
	};
	const execute = async (one: Step) => {
		steps = steps.filter((other) => other !== one);
		const fate = one.sheltered ? well : fates(one.number, now - start);
		await contexts.run(one.context, async () => {
			tell(`#${one.number} ${one.label}${fate.kind === 'well' ? '' : `, ${fate.kind}`}`);
			const root = rootOf(one.context.instance);
			const again = () => add({ ...one, sheltered: true });
			const freeze = (millis: number) => {
				root.frozenUntil = now + millis;
			};
			if (fate.kind !== 'well') suffered.push(one.number);
			await suffer(one, fate, { later, again, freeze, kill: () => kill(root) });
		});
	};
	/** Until nothing is to come any more. `soonest`: when a look at queues or store would next find something. */
	const run = async (soonest: () => number | undefined) => {
		for (let round = 0; round < mostRounds; round += 1) {
			// Everything that is not a step goes on in microtasks, and they are all over by the next turn.
			await nextTurn();
			if (problems.length > 0) return;
			const ready = steps.filter(({ context }) => frozenUntil(context.instance) <= now);
			if (ready.length > 0) {
				await execute(pick(ready, chance('pick', round)));
				now += between(1, 20, chance('takes', round));
			} else {
				const thaw = steps.map(({ context }) => frozenUntil(context.instance));
				const next = Math.min(timers.nextTime(soonest()) ?? Number.POSITIVE_INFINITY, ...thaw);
				if (next === Number.POSITIVE_INFINITY) return;
				if (next > start + longest) break;
				now = Math.max(now, next);
			}
			timers.fire(now);
		}
		problems.push('it never came to rest');
	};

	return {
		now: () => now,
		elapsed: () => now - start,
		spawn: instance,
		kill,
		step,
		wait: (millis: number) => new Promise<void>((resolve) => later(millis, resolve)),
		/** Both return what calls it off. */
		after: (millis: number, work: () => void) => later(millis, work),
		every: (millis: number, work: () => void) => later(millis, work, millis),
		within: <Result>(one: Instance, cause: string, work: () => Result): Result => contexts.run({ instance: one, cause }, work),
		here,
		run,
		/** Says that something is not as it must be. */
		object: (problem: string) => {
			tell(`PROBLEM ${problem}`);
			problems.push(problem);
		},
		calls: () => count,
		/** The numbers of the calls that something befell. */
		suffered: suffered as readonly number[],
		trace: trace as readonly string[],
		problems: problems as readonly string[],
	};
}
