import { member } from '../plan.ts';
import { isConflict } from '../refusal.ts';
import { wakerName } from '../units.ts';
import { type Asking, type Deploying, listAll } from './deploying.ts';
import { guardOf, type IsOurs, ofStage, setPolicy } from './policy.ts';

const service = 'iam';

/** Service accounts have no labels; what marks ours is their description. */
export const descriptionOf = (mark: string) => `hookport: ${mark}`;

/** E-mail addresses of the identities that the stage has at Google. */
export async function identitiesOf({ google, plan: { project, mark } }: Pick<Deploying, 'google' | 'plan'>): Promise<readonly string[]> {
	const all = await listAll(google, {
		service,
		path: `v1/projects/${project}/serviceAccounts`,
		key: 'accounts',
		query: { pageSize: '100' },
	});
	return all.filter(({ description }) => description === descriptionOf(mark)).map(({ email }) => String(email));
}

/** Returns the e-mail addresses of all that are the stage's, and of those that were until now. */
export async function makeIdentities({ google, plan, wait, print }: Asking): Promise<readonly string[]> {
	const existing = await identitiesOf({ google, plan });
	const missing = plan.identities.filter(({ email }) => !existing.includes(email));
	for (const { id, displayName } of missing) {
		const serviceAccount = { displayName, description: descriptionOf(plan.mark) };
		const body = { accountId: id, serviceAccount };
		await google.call({ service, method: 'POST', path: `v1/projects/${plan.project}/serviceAccounts`, body }).catch((error: unknown) => {
			if (!isConflict(error)) throw error;
		});
	}
	await lendWaker({ google, plan, wait });
	if (missing.length > 0) print(`service accounts: made ${missing.length} service accounts`);
	return [...new Set([...existing, ...plan.identities.map(({ email }) => email)])];
}

/** In projects from before April 2021, Pub/Sub may not yet speak for an identity: https://docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions */
async function lendWaker({ google, plan, wait }: Pick<Deploying, 'google' | 'plan' | 'wait'>): Promise<void> {
	const waker = plan.identities.find(({ displayName }) => displayName === `${plan.prefix}${wakerName}`)?.email ?? '';
	const [pubsub = ''] = plan.topics
		.flatMap(({ grants }) => grants)
		.flatMap(({ members }) => members)
		.filter((each) => each.endsWith('@gcp-sa-pubsub.iam.gserviceaccount.com'));
	if (pubsub === '') return;
	const guard = guardOf({ google }, service, `v1/projects/${plan.project}/serviceAccounts/${waker}`, 'POST');
	await setPolicy(guard, [{ role: 'roles/iam.serviceAccountOpenIdTokenCreator', members: [pubsub] }], { isOurs: ofStage([]), wait });
}

/** Rights on the project itself. Those under a condition of ours are ours whoever has them. */
export async function grantOnProject({ google, plan, emails, wait }: Deploying): Promise<string | undefined> {
	const guard = guardOf({ google }, 'cloudresourcemanager', `v3/projects/${plan.project}`, 'POST');
	return (await setPolicy(guard, plan.grants, { isOurs: isOursOnProject(plan.prefix, emails), wait }))
		? 'set the rights on the project'
		: undefined;
}

export function isOursOnProject(prefix: string, emails: readonly string[]): IsOurs {
	const ours = new Set(emails.map(member));
	const titles = ['events', 'records', 'sources'].map((each) => `hookport ${prefix}${each}`);
	return (each, { condition }) => titles.includes(condition?.title ?? '') || (condition === undefined && ours.has(each));
}
