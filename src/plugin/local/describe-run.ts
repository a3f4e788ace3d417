import type { Route, Routes } from '../../webhook/source.ts';

export type Run = {
	readonly routes: Routes;
	/** `http://localhost:3000`. */
	readonly url: string;
	readonly dataDir: string;
	/** Names of the secrets that were made up. */
	readonly madeUp: readonly string[];
};

/** What `npm start` prints once it serves. */
export function describeRun({ routes, url, dataDir, madeUp }: Run): string {
	const sources = Object.keys(routes.sources).sort();
	return [
		`Hookport serves on ${url}`,
		'',
		...sources.flatMap((source) => [source, ...describeSource(routes.routes, source, url), '']),
		`Store    ${dataDir}`,
		...(madeUp.length === 0 ? [] : [`Secrets  ${madeUp.join(', ')}`, `         made up, and kept in ${dataDir}; your own go into .env`]),
		...describeFirst(routes.routes),
		'Stop     Ctrl-C',
		'',
	].join('\n');
}

function describeSource(routes: readonly Route[], source: string, url: string): readonly string[] {
	const own = routes.filter((route) => route.source === source);
	const paths = new Set(own.flatMap((route) => route.path ?? []));
	const endpoint = own.find((route) => route.type === undefined)?.path;
	return [...paths].flatMap((path) => [
		`  POST ${url}${path}`,
		...own
			.filter((route) => route.type !== undefined && (route.path ?? endpoint) === path)
			.map((route) => `    ${route.type} → ${route.function}`),
	]);
}

function describeFirst(routes: readonly Route[]): readonly string[] {
	const first = routes.find((route) => route.type !== undefined);
	return first ? [`Try      npx sls webhook send --source ${first.source} --type ${first.type}`] : [];
}
