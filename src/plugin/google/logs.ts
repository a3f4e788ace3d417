import { readSince } from '../commands/read-filter.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import type { Options } from '../serverless.ts';
import type { Google, Json } from './clients.ts';
import { textOption } from './osls.ts';
import type { Plan } from './plan.ts';

type Asked = {
	readonly plan: Plan;
	readonly google: Google;
	readonly options: Options;
	readonly wait: (milliseconds: number) => Promise<unknown>;
	readonly now: () => number;
};

const mostAtOnce = 1000;
const leastInterval = 1000;

/** `sls logs`: what a function wrote, oldest first; with `--tail`, and goes on. */
export async function logs({ plan, google, options, wait, now }: Asked, print: (text: string) => void): Promise<void> {
	const seen = new Set<string>();
	let since = readSince(textOption(options, 'startTime') ?? '10m', now(), '--startTime');
	const interval = Math.max(leastInterval, Number(textOption(options, 'interval') ?? leastInterval) || leastInterval);
	const where = filterOf(plan, options);
	for (;;) {
		for (const entry of await read(google, plan.project, `${where} AND timestamp>="${new Date(since).toISOString()}"`)) {
			const { insertId, timestamp } = entry;
			if (seen.has(String(insertId))) continue;
			seen.add(String(insertId));
			since = Math.max(since, Date.parse(String(timestamp)) || since);
			print(lineOf(entry));
		}
		if (options.tail !== true) return;
		await wait(interval);
	}
}

/** https://docs.cloud.google.com/logging/docs/view/logging-query-language. A function that is two has two logs. */
function filterOf({ functions, region }: Plan, options: Options): string {
	const name = textOption(options, 'function') ?? '';
	const names = functions.filter(({ of }) => of === name).map((each) => `"${each.name}"`);
	if (names.length === 0)
		throw new Mistake(`--function: there is no function "${name}"${suggest(name, [...new Set(functions.map(({ of }) => of))])}`);
	const own = textOption(options, 'filter');
	return [
		'resource.type="cloud_run_revision"',
		`resource.labels.location="${region}"`,
		`resource.labels.service_name=(${names.join(' OR ')})`,
		...(own === undefined ? [] : [`(${own})`]),
	].join(' AND ');
}

/** https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list */
async function read(google: Google, project: string, filter: string): Promise<readonly Json[]> {
	const all: Json[] = [];
	let pageToken = '';
	do {
		const asked = { resourceNames: [`projects/${project}`], filter, orderBy: 'timestamp asc', pageSize: mostAtOnce };
		const body = { ...asked, ...(pageToken !== '' && { pageToken }) };
		const { entries = [], nextPageToken = '' } = await google.call({ service: 'logging', method: 'POST', path: 'v2/entries:list', body });
		// Sound because the API says so.
		all.push(...(entries as readonly Json[]));
		pageToken = String(nextPageToken);
	} while (pageToken !== '');
	return all;
}

function lineOf({ timestamp, severity = 'DEFAULT', textPayload, jsonPayload, httpRequest }: Json): string {
	const said = textPayload ?? (jsonPayload && JSON.stringify(jsonPayload)) ?? (httpRequest && requestLine(httpRequest)) ?? '';
	return `${String(timestamp)} ${String(severity)} ${String(said)}`;
}

function requestLine(request: unknown): string {
	// Sound because each field is only printed: https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#HttpRequest
	const { requestMethod = '', requestUrl = '', status = '', latency = '' } = request as Readonly<Record<string, string | number>>;
	return `${requestMethod} ${String(requestUrl).replace(/\?.*/, '')} ${status} ${latency}`;
}
