import type { Json } from '../clients.ts';
import type { CloudFunction } from '../plan.ts';
import type { Deploying } from './deploying.ts';
import { ended } from './operation.ts';
import { guardOf, ofStage, setPolicy } from './policy.ts';

const service = 'run';
const latest = 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST';

/** Lets in who may call a function, and undoes a rollback. https://docs.cloud.google.com/run/docs/reference/rest/v2/projects.locations.services */
export async function openService(name: string, { invokers }: CloudFunction, deploying: Deploying): Promise<void> {
	const { google, emails, wait } = deploying;
	await follow(name, deploying);
	const grants = invokers.length > 0 ? [{ role: 'roles/run.invoker', members: invokers }] : [];
	const isOurs = ofStage(emails);
	await setPolicy(guardOf({ google }, service, `v2/${name}`), grants, { isOurs, wait });
}

async function follow(name: string, deploying: Deploying): Promise<void> {
	const { traffic } = await deploying.google.call({ service, path: `v2/${name}` });
	if (isLatest(traffic)) return;
	await pass(name, [{ type: latest, percent: 100 }], deploying);
}

/** Sends what comes to these revisions. */
export async function pass(name: string, traffic: readonly object[], deploying: Pick<Deploying, 'google' | 'wait' | 'now'>): Promise<void> {
	const body: Json = { name, traffic };
	const operation = await deploying.google.call({ service, method: 'PATCH', path: `v2/${name}`, query: { updateMask: 'traffic' }, body });
	await ended(operation, { service, root: 'v2' }, deploying);
}

function isLatest(traffic: unknown): boolean {
	if (!Array.isArray(traffic) || traffic.length === 0) return true;
	// Sound because the API says so.
	return (traffic as readonly { readonly type?: string }[]).every(({ type }) => type === latest);
}
