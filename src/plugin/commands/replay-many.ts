import type { EventFilter } from '../../webhook/ports.ts';
import { Mistake } from '../mistake.ts';
import { statusesHolding } from './chosen-events.ts';
import type { Desk } from './desk.ts';
import type { PlaceStore } from './place.ts';
import { type Plan, planReplay } from './plan-replay.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import type { ReplayOptions } from './replay.ts';
import { type Outcome, replayAll, type Stop } from './replay-all.ts';
import { outcomeJson, outcomeText, planJson, planText, resultOf, totalLines } from './replay-text.ts';
import { quoted } from './send.ts';
import { showProgress } from './show-progress.ts';

/** A stage is at work for senders meanwhile. */
const stageRate = 10;

/** Plans, asks, and runs all again that the filter chooses. */
export async function replayMany(options: ReplayOptions, filter: EventFilter, desk: Desk): Promise<void> {
	const { status, limit = 0, ...others } = filter;
	const wish = { function: options.function, status };
	const rate = readRate(options.rate, desk);
	const search = { filter: { ...others, ...(status && { statuses: statusesHolding(status) }) }, wish };
	await desk.withStore(async (store) => {
		const most = options.limit === undefined ? Number.POSITIVE_INFINITY : limit;
		const plan = await planReplay(store.events, { ...search, limit: most, routes: desk.routes.routes });
		if (plan.rows.length === 0) refuseUnknown(options, desk);
		if (options['dry-run']) return void desk.print(options.json ? planJson(plan) : planText(plan, rate));
		if (!options.json) desk.print(planText(plan, rate));
		if (plan.events === 0 && !options.json) return;
		if (plan.events > 0) await confirm(plan, options, desk);
		await run(plan, { ...search, rate, store }, options, desk);
	});
}

function readRate(text: string | undefined, { stage }: Desk): number {
	if (text === undefined) return stage === undefined ? Number.POSITIVE_INFINITY : stageRate;
	const rate = Number(text);
	if (!/^\d+(\.\d+)?$/.test(text) || rate < 0.1 || rate > 1000)
		throw new Mistake(`--rate: it must be a number of events a second from 0.1 to 1000, not "${text}"`);
	return rate;
}

async function confirm({ events }: Plan, { yes = false, json = false }: ReplayOptions, { attended, confirm: ask }: Desk): Promise<void> {
	if (yes) return;
	if (json) throw new Mistake('--yes: with --json nothing is asked, so give it, or look at the plan first with --dry-run');
	if (!attended) throw new Mistake('--yes: nobody is here to be asked, so give it, or look at the plan first with --dry-run');
	const question = events === 1 ? 'Run its functions again for this event?' : `Run their functions again for these ${events} events?`;
	if (!(await ask(question))) throw new Mistake('nothing was replayed: answer yes, or give --yes');
}

type Means = Pick<Parameters<typeof replayAll>[1], 'filter' | 'wish' | 'rate'> & { readonly store: PlaceStore };

async function run(plan: Plan, means: Means, options: ReplayOptions, desk: Desk): Promise<void> {
	const progress = options.json ? undefined : showProgress(plan.events, desk.terminal);
	const total = { sent: 0, left: 0, failed: 0 };
	const onEvent = (outcome: Outcome) => {
		total[resultOf(outcome)] += 1;
		const line = options.json ? outcomeJson(outcome) : outcomeText(outcome, options, desk);
		if (line !== undefined) {
			progress?.clear();
			desk.print(line);
		}
		progress?.show(total.sent + total.left + total.failed);
	};
	const stop = await replayAll(plan, { ...means, desk, onEvent });
	progress?.clear();
	const goOn = stop && goOnWith(stop, plan, { options, desk });
	if (options.json) desk.print(JSON.stringify({ total, ...(stop && { stopped: stop.why, goOn }) }));
	else for (const line of totalLines(total, { stop, goOn, desk })) desk.print(line);
	if (total.failed > 0 || stop) process.exitCode = 1;
}

/** The rest of the plan by its times: nothing of it runs twice, whatever its status is now. */
function goOnWith(
	{ at }: Stop,
	{ newest = at }: Plan,
	{ options, desk }: { readonly options: ReplayOptions; readonly desk: Desk },
): string {
	const { source, type, status, function: name, limit, rate, yes, json } = options;
	const same = Object.entries({ source, type, status, function: name, limit, rate, yes, json }).flatMap(([key, value]) => {
		if (typeof value === 'string') return [`--${key} ${quoted(value)}`];
		return value ? [`--${key}`] : [];
	});
	const times = [`--since ${new Date(at).toISOString()}`, `--until ${new Date(newest).toISOString()}`];
	return `npx sls webhook replay ${[...same, ...times].join(' ')}${desk.flags}`;
}
