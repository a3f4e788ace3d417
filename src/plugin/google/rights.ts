import { providers } from '../../providers/providers.ts';
import { type Route, type Routes, secretName } from '../../webhook/source.ts';
import { queued, sweepName } from '../aws/plan.ts';
import { bringsSecret } from '../brings-secret.ts';
import { providerOf } from '../provider-of.ts';
import { namesOf, secretKinds } from '../secret-kinds.ts';

/** What one identity may use, and nothing else. */
export type Rights = {
	/** Functions to whose queue it sends. */
	readonly sends: readonly string[];
	/** Functions whose dead letters it writes. */
	readonly buries: readonly string[];
	readonly databases: readonly ('events' | 'records')[];
	/** Sources whose bytes it puts and removes; `*` is all. */
	readonly writes: readonly string[];
	/** Sources whose bytes it reads. */
	readonly reads: readonly string[];
	/** Secrets by their environment names. */
	readonly secrets: readonly string[];
	/** Secrets that it may give a first value. */
	readonly offers: readonly string[];
	/** Functions that it calls. */
	readonly calls: readonly string[];
};

const none: Rights = { sends: [], buries: [], databases: [], writes: [], reads: [], secrets: [], offers: [], calls: [] };

/** Of each function of serverless.yml, and of the sweep. */
export function rightsOf(routes: Routes): Readonly<Record<string, Rights>> {
	const names = Object.keys(routes.timeouts);
	return { ...Object.fromEntries(names.map((name) => [name, ofFunction(name, routes)])), [sweepName]: ofSweep(routes) };
}

function ofFunction(name: string, all: Routes): Rights {
	const own = all.routes.filter((route) => route.function === name);
	const posted = sourcesOf(own.filter(({ path }) => path !== undefined));
	const taken = sourcesOf(own.filter(({ type }) => type !== undefined));
	const teams = own.length === 0 || taken.length > 0;
	const behind = all.routes.filter(({ ack, type, source }) => ack === 'stored' && type !== undefined && posted.includes(source));
	const sealed = taken.filter((source) => all.sources[source]?.encrypt);
	const secrets = [
		...posted.flatMap((source) => secretsOf(source, all)),
		...sealed.map((source) => secretName(source, 'STORAGE_KEY')),
		...(teams ? ['NOTIFY_WEBHOOK_URL'] : []),
	];
	return {
		sends: [...new Set(behind.map((route) => route.function))],
		buries: taken.length > 0 ? [name] : [],
		databases: [...(own.length > 0 ? (['events'] as const) : []), ...(teams ? (['records'] as const) : [])],
		writes: posted,
		reads: taken,
		secrets: [...new Set(secrets)].flatMap(namesOf),
		offers: posted.filter((source) => brings(source, all)).map((source) => secretName(source, 'WEBHOOK_SECRET')),
		calls: teams ? calledOf(all) : [],
	};
}

/** It erases what an earlier serverless.yml kept, too. */
function ofSweep(routes: Routes): Rights {
	return { ...none, sends: queued(routes), buries: queued(routes), databases: ['events'], writes: ['*'] };
}

/** `call` reaches functions without `webhook` events only. */
function calledOf({ routes, timeouts }: Routes): readonly string[] {
	const taking = new Set(routes.map((route) => route.function));
	return Object.keys(timeouts).filter((name) => !taking.has(name));
}

const sourcesOf = (routes: readonly Route[]) => [...new Set(routes.map((route) => route.source))];

function secretsOf(name: string, { sources }: Routes): readonly string[] {
	const source = sources[name];
	return source ? secretKinds(source, providerOf(source, providers)).map((kind) => secretName(name, kind)) : [];
}

function brings(name: string, { sources }: Routes): boolean {
	const source = sources[name];
	return source !== undefined && bringsSecret(providerOf(source, providers));
}
