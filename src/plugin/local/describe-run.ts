import type { Route, Routes } from '../../webhook/source.ts';
import { readSamples } from '../commands/sample.ts';
import { inLines } from '../in-lines.ts';

export type Run = {
	readonly routes: Routes;
	/** `http://localhost:3000`. */
	readonly url: string;
	readonly inspector?: { readonly url: string; readonly token: string } | undefined;
	/** Where functions can be invoked as at Lambda's own API. */
	readonly lambdaUrl: string;
	readonly dataDir: string;
	/** Names of the secrets that were made up. */
	readonly madeUp: readonly string[];
};

/** What `npm start` prints once it serves. */
export function describeRun({ routes, url, inspector, lambdaUrl, dataDir, madeUp }: Run): string {
	const posted = new Set(routes.routes.map((route) => route.source));
	const sources = Object.keys(routes.sources).sort();
	return [
		`Hookport serves on ${url}`,
		'',
		...(posted.size === 0 ? ['No function in serverless.yml has a webhook event, such as "webhook: stripe".', ''] : []),
		...sources.flatMap((source) => [source, ...describeSource(routes.routes, source, url), '']),
		...(inspector ? [`Inspect  ${inspector.url}/#token=${inspector.token}`] : []),
		`Store    ${dataDir}`,
		...(madeUp.length === 0 ? [] : ['Secrets  made up and kept there; your own go into .env', ...inLines(madeUp, indent)]),
		`Lambda   ${lambdaUrl} (to invoke a function with the AWS SDK or CLI)`,
		'Reload   functions, when their files are saved',
		...describeFirst(routes),
		'Stop     Ctrl-C',
		'',
	].join('\n');
}

function describeSource(routes: readonly Route[], source: string, url: string): readonly string[] {
	const own = routes.filter((route) => route.source === source);
	const paths = new Set(own.flatMap((route) => route.path ?? []));
	const endpoint = own.find((route) => route.type === undefined)?.path;
	if (paths.size === 0) return ['  no URL: no function is its endpoint'];
	return [...paths].flatMap((path) => {
		const behind = own.filter((route) => route.type !== undefined && (route.path ?? endpoint) === path);
		const functions = behind.map(
			(route) => `    ${route.type} → ${route.function}${route.ack === 'handled' ? ' (its reply is the answer)' : ''}`,
		);
		return [`  POST ${url}${path}`, ...(functions.length > 0 ? functions : ['    no function: events are kept as unhandled'])];
	});
}

const indent = ' '.repeat(9);
/** A type that has a sample, so that the command works as it stands. */
function describeFirst({ routes, sources }: Routes): readonly string[] {
	const samplesOf = ({ source }: Route) => readSamples(sources[source]?.provider ?? '');
	const first =
		routes.find((route) => samplesOf(route).some(({ type }) => type === route.type)) ?? routes.find((route) => samplesOf(route).length > 0);
	if (first === undefined) return [];
	const named = samplesOf(first).some(({ type }) => type === first.type) ? ` --type ${first.type}` : '';
	return [`Try      npx sls webhook send --source ${first.source}${named}`, `${indent}npx sls webhook events`];
}
