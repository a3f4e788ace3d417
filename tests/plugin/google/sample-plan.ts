import { deployment } from '../../../src/plugin/google/deployment.ts';
import type { Plan, Wish } from '../../../src/plugin/google/plan.ts';
import { readProvider } from '../../../src/plugin/google/read-provider.ts';
import { readSettings } from '../../../src/plugin/google/read-settings.ts';
import type { Routes } from '../../../src/webhook/source.ts';
import { samplePlan as awsPlan } from '../aws/sample-plan.ts';

const day = 24 * 60 * 60 * 1000;
const project = 'my-project';
const region = 'europe-west1';

/** One function of each kind: two endpoints, a stored and a handled one, and one that others call. */
export function sampleWish(settings: unknown = {}, more: Partial<Routes> = {}): Wish {
	const routes = { ...awsPlan().routes, ...more };
	const handlers = Object.keys(routes.timeouts).map((name) => [name, { handler: `src/${name}.handler` }] as const);
	return {
		routes,
		config: readProvider({ project, region }, Object.fromEntries(handlers)),
		settings: readSettings(settings),
		paces: {},
		retention: 7 * day,
	};
}

export function samplePlan(settings: unknown = {}, more: Partial<Routes> = {}): Plan {
	return deployment(sampleWish(settings, more));
}
