import type { Plan } from '../../../src/plugin/azure/plan.ts';
import { readHost } from '../../../src/plugin/azure/read-host.ts';
import { readSettings } from '../../../src/plugin/azure/read-settings.ts';
import { samplePlan as awsPlan } from '../aws/sample-plan.ts';

/** The same service as on AWS: two endpoints, a stored and a handled function, and one that others call. */
export function samplePlan(settings: unknown = {}, more: Partial<Plan> = {}): Plan {
	const { routes, retention } = awsPlan();
	return {
		routes,
		settings: readSettings(settings),
		host: readHost({ region: 'westeurope' }, routes),
		retention,
		environment: {},
		...more,
	};
}
