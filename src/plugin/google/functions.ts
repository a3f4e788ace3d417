import type { Routes } from '../../webhook/source.ts';
import { prefixOf } from '../aws/plan.ts';
import { type CloudFunction, everybody, member, type Wish } from './plan.ts';
import { sweepTimeout } from './queues.ts';
import type { Rights } from './rights.ts';
import { isTeams, type Unit, unitsOf } from './units.ts';

type Asked = {
	readonly wish: Wish;
	readonly bucket: string;
	readonly rights: Readonly<Record<string, Rights>>;
	/** The e-mail address of an identity, by what it is for. */
	readonly emailOf: (name: string) => string;
	readonly waker: string;
	readonly builder: string;
};

/** An endpoint waits for Google's answers most of the time. What the team writes runs alone, as it does on every cloud. */
const endpointConcurrency = 40;

export function functions(asked: Asked): readonly CloudFunction[] {
	return unitsOf(asked.wish.routes).map((unit) => cloudFunction(unit, asked));
}

function cloudFunction(unit: Unit, asked: Asked): CloudFunction {
	const { routes, config, settings } = asked.wish;
	const { handler = sweepHandler, memory = 512, concurrency, environment = {} } = config.functions[unit.of] ?? {};
	const posted = unit.kind === 'posted';
	return {
		name: `${prefixOf(routes)}${unit.name}`,
		of: unit.of,
		handler,
		runtime: config.runtime,
		identity: asked.emailOf(unit.of),
		builder: asked.builder,
		public: posted,
		internal: unit.kind === 'queue' || unit.kind === 'sweep',
		timeout: unit.kind === 'sweep' ? sweepTimeout : (routes.timeouts[unit.of] ?? 6),
		memory,
		// What a queue wakes runs alone, whatever is said: so maximumConcurrency counts runs.
		concurrency: unit.kind === 'queue' || unit.kind === 'sweep' ? 1 : (concurrency ?? (isTeams(unit) ? 1 : endpointConcurrency)),
		minInstances: posted ? settings.minInstances : 0,
		maxInstances: instancesOf(unit, asked.wish),
		environment: { ...environment, ...environmentOf(unit, asked) },
		secrets: asked.rights[unit.of]?.secrets ?? [],
		invokers: invokersOf(unit, asked),
	};
}

const sweepHandler = 'src/clouds/google/sweep.handler';

/** What a queue wakes runs one by one in an instance, so the instances are what bounds its runs at once. */
function instancesOf({ kind, of }: Unit, { settings, paces }: Wish): number {
	if (kind === 'sweep') return 3;
	return (kind === 'queue' ? paces[of]?.maximumConcurrency : undefined) ?? settings.maxInstances;
}

function environmentOf({ name, of, kind }: Unit, { wish, bucket }: Asked): Readonly<Record<string, string>> {
	const { routes, config, settings } = wish;
	return {
		WEBHOOK_FUNCTION: of,
		WEBHOOK_PROJECT: config.project,
		WEBHOOK_REGION: config.region,
		WEBHOOK_PREFIX: prefixOf(routes),
		WEBHOOK_BUCKET: bucket,
		WEBHOOK_PUBLIC_URL: settings.publicUrl ?? urlOf(name, config, routes),
		...(kind === 'queue' && name !== of && { WEBHOOK_WAKES: 'queue' }),
	};
}

/** https://docs.cloud.google.com/functions/docs/calling/http#url */
export function urlOf(name: string, { region, project }: Pick<Wish['config'], 'region' | 'project'>, routes: Routes): string {
	return `https://${region}-${project}.cloudfunctions.net/${prefixOf(routes)}${name}`;
}

function invokersOf({ kind, name }: Unit, { rights, emailOf, waker }: Asked): readonly string[] {
	if (kind === 'posted') return [everybody];
	if (kind !== 'called') return [member(waker)];
	const callers = Object.keys(rights).filter((each) => rights[each]?.calls.includes(name));
	return callers.map((each) => member(emailOf(each))).sort();
}
