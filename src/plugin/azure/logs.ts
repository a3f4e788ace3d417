import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import type { Options } from '../serverless.ts';
import type { Clients } from './clients.ts';
import { type Plan, sweepName } from './plan.ts';
import { deployed } from './stage/deployed.ts';
import type { Stage } from './stage/stage.ts';

type Row = { readonly time: string; readonly text: string };

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const pauseMillis = 5_000;

/** `sls logs`: what a function wrote, out of Application Insights, which has it a minute or two after it was written. `--tail` goes on until it is broken off. */
export async function logs(stage: Stage, options: Options, print: (text: string) => void): Promise<void> {
	const { insights } = await deployed(stage);
	const name = functionOf(options, stage.plan);
	const shown = new Set<string>();
	for (let since = readSince(options.startTime, Date.now()); ; await stage.clients.wait(pauseMillis)) {
		const rows = await query(stage.clients, insights, { name, since, filter: options.filter });
		for (const row of rows) {
			const key = JSON.stringify(row);
			if (!shown.has(key)) print(`${row.time} ${row.text}`);
			shown.add(key);
		}
		if (options.tail !== true) return;
		// Lines come late and in no order, so what is asked for overlaps what was.
		since = Math.max(since, Date.now() - 10 * 60_000);
	}
}

function functionOf({ function: name }: Options, { routes }: Plan): string {
	const names = [...Object.keys(routes.timeouts), sweepName];
	if (typeof name === 'string' && names.includes(name)) return name;
	throw new Mistake(`--function: there is no function "${String(name)}"${suggest(String(name), names)}`);
}

/** @throws {Mistake} for what is neither so long ago, such as 30m, nor a time */
export function readSince(value: unknown, now: number): number {
	if (value === undefined) return now - 10 * 60_000;
	const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(String(value)) ?? [];
	const time = count === undefined ? Date.parse(String(value)) : now - Number(count) * (units[unit] ?? 0);
	if (Number.isFinite(time)) return time;
	throw new Mistake(`--startTime: "${String(value)}" is neither so long ago, such as 30m or 2h, nor a time such as 2026-11-30T12:00:00Z`);
}

type Wish = { readonly name: string; readonly since: number; readonly filter: unknown };

/** https://learn.microsoft.com/en-us/azure/azure-monitor/logs/api/overview. A function's triggers are its name, `<name>_http`, and `<name>_2` for a second path. */
async function query({ insights }: Clients, app: string, { name, since, filter }: Wish): Promise<readonly Row[]> {
	const text = (value: string) => `'${value.replace(/[\\']/g, '\\$&')}'`;
	const lines = [
		'union traces, exceptions',
		`| where timestamp >= datetime(${new Date(since).toISOString()})`,
		`| where operation_Name matches regex ${text(`^${name}(_http)?(_[0-9]+)?$`)}`,
		...(typeof filter === 'string' ? [`| where coalesce(message, outerMessage) contains ${text(filter)}`] : []),
		'| order by timestamp asc | take 1000 | project timestamp, coalesce(message, outerMessage)',
	];
	const { body } = await insights({ method: 'POST', path: `/v1/apps/${app}/query`, body: { query: lines.join('\n') } });
	// Sound because the API says so: https://learn.microsoft.com/en-us/azure/azure-monitor/logs/api/response-format
	const { tables } = body as { readonly tables: readonly { readonly rows: readonly (readonly [string, string])[] }[] };
	return (tables[0]?.rows ?? []).map(([time, line]) => ({ time, text: line }));
}
