import { keptMillis } from '../../../clouds/kept-secrets.ts';
import type { PlaceSecrets, SecretState } from '../../commands/place.ts';
import { storedSecrets } from '../../commands/stored-secrets.ts';
import type { Google } from '../clients.ts';
import { inLanes } from '../deploy/deploying.ts';
import { makeSecret, secretsOf } from '../deploy/make-secrets.ts';
import type { Plan } from '../plan.ts';
import { isMissing, Refusal } from '../refusal.ts';

type Options = { readonly plan: Plan; readonly google: Google; readonly flags: string };

const service = 'secretmanager';

/** Secrets of Secret Manager, each by its environment name after the stage's prefix. */
export function stageSecrets({ plan, google, flags }: Options): PlaceSecrets {
	const root = `v1/projects/${plan.project}/secrets`;
	const put = async (name: string, value: string) => {
		await makeSecret(`${plan.prefix}${name}`, { google, plan });
		const data = Buffer.from(value).toString('base64');
		await google.call({ service, method: 'POST', path: `${root}/${plan.prefix}${name}:addVersion`, body: { payload: { data } } });
	};
	const store = {
		read: (name: string) => readSecret(google, `${root}/${plan.prefix}${name}`),
		put,
		remove: (name: string) => disableNewest(google, `${root}/${plan.prefix}${name}`),
		states: () => readStates({ plan, google }),
	};
	return storedSecrets({ ...store, takenUpMillis: keptMillis }, { stage: plan.stage, flags });
}

/** Not the secret itself: the right of functions to read it would go with it, and it would not come back with the next rotation. */
async function disableNewest(google: Google, path: string): Promise<void> {
	const newest = await newestVersion(google, path);
	if (newest?.state === 'ENABLED') await google.call({ service, method: 'POST', path: `v1/${newest.name}:disable`, body: {} });
}

type Version = { readonly name: string; readonly state?: string; readonly createTime?: string };

async function newestVersion(google: Google, path: string): Promise<Version | undefined> {
	const { versions = [] } = await google.call({ service, path: `${path}/versions`, query: { pageSize: '1' } });
	// Sound because the API says so, newest first: https://docs.cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/list
	return (versions as readonly Version[])[0];
}

async function readSecret(google: Google, path: string): Promise<string | undefined> {
	try {
		const { payload } = await google.call({ service, path: `${path}/versions/latest:access` });
		// Sound because the API says so: https://docs.cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access
		return Buffer.from((payload as { readonly data: string }).data, 'base64').toString();
	} catch (error) {
		// The last version may also be disabled, which is a precondition that failed.
		if (isMissing(error) || (error instanceof Refusal && error.code === 'FAILED_PRECONDITION')) return undefined;
		throw error;
	}
}

/** Versions are listed without their values, so whoever looks needs no right to read one. */
async function readStates({ plan, google }: Omit<Options, 'flags'>): Promise<Readonly<Record<string, SecretState>>> {
	const states = new Map<string, SecretState>();
	await inLanes(await secretsOf({ google, plan }), 4, async (secret) => {
		const newest = await newestVersion(google, `v1/projects/${plan.project}/secrets/${secret}`);
		if (newest?.state !== 'ENABLED') return;
		const changedAt = Date.parse(newest.createTime ?? '');
		states.set(secret.slice(plan.prefix.length), { state: 'set', ...(!Number.isNaN(changedAt) && { changedAt }) });
	});
	return Object.fromEntries(states);
}
