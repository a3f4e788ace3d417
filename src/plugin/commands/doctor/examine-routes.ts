import type { Route } from '../../../webhook/source.ts';
import type { Desk } from '../desk.ts';
import { readSamples } from '../sample.ts';
import { quoted } from '../send.ts';
import type { Finding } from './finding.ts';

/** Sources that nothing comes of, and functions that no sample can try. What serverless.yml says wrongly has stopped sls already. */
export function examineRoutes({ routes: { sources, routes } }: Pick<Desk, 'routes'>): readonly Finding[] {
	const idle = Object.keys(sources).flatMap((name) => idleSource(name, routes));
	const untried = routes.flatMap((route) => untriedFunction(route, sources[route.source]?.provider ?? ''));
	const typed = routes.filter(({ type }) => type !== undefined).length;
	const fine: Finding = { result: 'ok', what: 'routes', detail: `sources: ${Object.keys(sources).length}, functions of theirs: ${typed}` };
	return idle.length + untried.length === 0 ? [fine] : [...idle, ...untried];
}

function idleSource(name: string, routes: readonly Route[]): readonly Finding[] {
	const own = routes.filter(({ source }) => source === name);
	const what = `source ${name}`;
	if (!own.some(({ path }) => path !== undefined))
		return [
			{ result: 'warn', what, detail: 'it has no URL, so nothing can come', remedy: `give it an endpoint: events: [{ webhook: ${name} }]` },
		];
	if (own.some(({ type }) => type !== undefined)) return [];
	const remedy = `npx sls webhook new function --source ${name} --type <type>`;
	return [{ result: 'warn', what, detail: 'no function takes its events; they are kept as unhandled', remedy }];
}

function untriedFunction({ function: name, source, type }: Route, provider: string): readonly Finding[] {
	if (type === undefined || readSamples(provider).some((sample) => sample.type === type)) return [];
	const remedy = `put one into src/providers/samples/${provider}, or npx sls webhook send --source ${source} --type ${quoted(type)} --file <body>`;
	return [{ result: 'warn', what: `function ${name}`, detail: `there is no sample of ${type}, so send and smoke can not try it`, remedy }];
}
