import { Refusal } from '../refusal.ts';
import type { Asking, Facts } from './deploying.ts';
import { lastOf, look } from './deploying.ts';
import { ended } from './operation.ts';

const service = 'serviceusage';

/** What is enabled stays: nobody knows who else needs it. An operator may do without the right to enable where all are. */
export async function enableApis(deploying: Asking): Promise<string | undefined> {
	const { google, plan } = deploying;
	const names = plan.apis.map((api) => `projects/${plan.project}/services/${api}`);
	const { services = [] } = await google.call({ service, path: `v1/projects/${plan.project}/services:batchGet`, query: { names } });
	// Sound because the API says so: https://docs.cloud.google.com/service-usage/docs/reference/rest/v1/services/batchGet
	const states = services as readonly { readonly name: string; readonly state?: string }[];
	const enabled = new Set(states.filter(({ state }) => state === 'ENABLED').map(({ name }) => lastOf(name)));
	const missing = plan.apis.filter((api) => !enabled.has(api));
	if (missing.length === 0) return undefined;
	const body = { serviceIds: missing };
	const operation = await google.call({ service, method: 'POST', path: `v1/projects/${plan.project}/services:batchEnable`, body });
	await ended(operation, { service, root: 'v1' }, deploying);
	return `enabled ${missing.length} APIs`;
}

/** The project's number, and Pub/Sub's own account there, which a new project does not have yet. */
export async function readFacts({ google, plan: { project } }: Asking): Promise<Facts> {
	const found = await look(google, 'cloudresourcemanager', `v3/projects/${project}`);
	if (found === undefined) throw new Refusal(`there is no project ${project}, or these credentials may not see it`, 'NOT_FOUND', 404);
	await google.call({
		service,
		method: 'POST',
		path: `v1beta1/projects/${project}/services/pubsub.googleapis.com:generateServiceIdentity`,
	});
	return { projectNumber: lastOf(found.name) };
}
