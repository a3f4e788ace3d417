import { isConflict } from '../refusal.ts';
import { type Deploying, inLanes, lastOf, listAll } from './deploying.ts';
import { guardOf, ofStage, setPolicy } from './policy.ts';

const service = 'secretmanager';

/** Secrets without a value yet, and who may read one once it is set. https://docs.cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets */
export async function makeSecrets({ google, plan, emails, wait }: Deploying): Promise<string | undefined> {
	const root = `v1/projects/${plan.project}/secrets`;
	const existing = new Set(await secretsOf({ google, plan }));
	const missing = plan.secrets.filter(({ name }) => !existing.has(name));
	await inLanes(missing, 4, ({ name }) => makeSecret(name, { google, plan }));
	const isOurs = ofStage(emails);
	await inLanes(plan.secrets, 4, ({ name, grants }) =>
		setPolicy(guardOf({ google }, service, `${root}/${name}`), grants, { isOurs, wait }),
	);
	return missing.length > 0 ? `made ${missing.length} secrets, which have no value yet` : undefined;
}

/** Names of the stage's secrets. */
export async function secretsOf({ google, plan }: Pick<Deploying, 'google'> & { plan: Where }): Promise<readonly string[]> {
	const query = { filter: `labels.hookport=${plan.mark}`, pageSize: '250' };
	const found = await listAll(google, { service, path: `v1/projects/${plan.project}/secrets`, key: 'secrets', query });
	return found.map(({ name }) => lastOf(name));
}

type Where = Pick<Deploying['plan'], 'project' | 'region' | 'mark'>;

/** In the stage's region only, as everything else. */
export async function makeSecret(name: string, { google, plan }: Pick<Deploying, 'google'> & { plan: Where }): Promise<void> {
	const body = {
		replication: { userManaged: { replicas: [{ location: plan.region }] } },
		labels: { hookport: plan.mark },
	};
	const path = `v1/projects/${plan.project}/secrets`;
	await google.call({ service, method: 'POST', path, query: { secretId: name }, body }).catch((error: unknown) => {
		if (!isConflict(error)) throw error;
	});
}

/** Those of the secrets that have a value: a function whose secret has none does not start. */
export async function filledSecrets({ google, plan }: Pick<Deploying, 'google' | 'plan'>): Promise<ReadonlySet<string>> {
	const filled = new Set<string>();
	await inLanes(plan.secrets, 4, async ({ name }) => {
		if (await hasValue(name, { google, plan })) filled.add(name);
	});
	return filled;
}

/** The newest value has to be one that may be read. */
export async function hasValue(name: string, { google, plan }: Pick<Deploying, 'google'> & { plan: Where }): Promise<boolean> {
	const path = `v1/projects/${plan.project}/secrets/${name}/versions`;
	const { versions = [] } = await google.call({ service, path, query: { pageSize: '1' } });
	// Sound because the API says so, newest first: https://docs.cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/list
	const [newest] = versions as readonly { readonly state?: string }[];
	return newest?.state === 'ENABLED';
}
