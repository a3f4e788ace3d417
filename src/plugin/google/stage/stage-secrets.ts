import type { PlaceSecrets, SecretState } from '../../commands/place.ts';
import { Mistake } from '../../mistake.ts';
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
	const read = (name: string) => readSecret(google, `${root}/${plan.prefix}${name}`);
	return {
		pair: async (name) => {
			const value = await read(name);
			if (value !== undefined) return { verifying: value, signing: value };
			throw new Mistake(`${name} is not set on ${plan.stage}: npx sls webhook secrets set --name ${name}${flags}`);
		},
		states: () => readStates({ plan, google }),
		set: async (name, value, rotate) => {
			if (rotate) {
				const current = await read(name);
				if (current === undefined) throw new Mistake(`--previous: ${name} has no value on ${plan.stage} yet, so leave it out`);
				// Put there twice, the new value would take the place of the one that senders still sign with.
				if (current === value) throw new Mistake(`${name} has this value already on ${plan.stage}; nothing was set`);
				await put(`${name}_PREVIOUS`, current);
			}
			await put(name, value);
		},
	};
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
		const path = `v1/projects/${plan.project}/secrets/${secret}/versions`;
		const { versions = [] } = await google.call({ service, path, query: { pageSize: '1' } });
		// Sound because the API says so, newest first: https://docs.cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/list
		const [newest] = versions as readonly { readonly state?: string; readonly createTime?: string }[];
		if (newest?.state !== 'ENABLED') return;
		const changedAt = Date.parse(newest.createTime ?? '');
		states.set(secret.slice(plan.prefix.length), { state: 'set', ...(!Number.isNaN(changedAt) && { changedAt }) });
	});
	return Object.fromEntries(states);
}
