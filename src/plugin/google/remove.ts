import { step } from './deploy/deploy.ts';
import { type Asking, inLanes, isMarked, listAll, look } from './deploy/deploying.ts';
import { descriptionOf, identitiesOf, isOursOnProject } from './deploy/make-identities.ts';
import { hasValue, secretsOf } from './deploy/make-secrets.ts';
import { ended } from './deploy/operation.ts';
import { guardOf, setPolicy } from './deploy/policy.ts';
import { retire } from './deploy/retire.ts';
import { isMissing } from './refusal.ts';

type Asked = Asking & { readonly progress: (title: string) => void };

/** `sls remove`: what is marked as the stage's. Databases and bucket stay, unless they were deployed to be thrown away and still are to be; secrets that are set stay. */
export async function remove(asked: Asked): Promise<void> {
	const run = <Result>(title: string, work: () => Promise<Result>) => step(title, asked, work);
	await run('schedule', () => removeSchedule(asked));
	await run('rights on the project', () => revoke(asked));
	await run('functions and queues', () => retire({ subscriptions: [], functions: [], topics: [], identities: [] }, asked));
	await run('secrets', () => removeSecrets(asked));
	await run('databases', () => removeDatabases(asked));
	await run('bucket', () => removeBucket(asked));
}

async function removeSchedule({ google, plan }: Asking): Promise<string | undefined> {
	const path = `v1/projects/${plan.project}/locations/${plan.region}/jobs/${plan.schedule.name}`;
	const found = await look(google, 'cloudscheduler', path);
	if (found?.description !== descriptionOf(plan.mark)) return undefined;
	await google.call({ service: 'cloudscheduler', method: 'DELETE', path });
	return 'removed';
}

async function revoke({ google, plan, wait }: Asking): Promise<string | undefined> {
	const isOurs = isOursOnProject(plan.prefix, [...plan.identities.map(({ email }) => email), ...(await identitiesOf({ google, plan }))]);
	const guard = guardOf({ google }, 'cloudresourcemanager', `v3/projects/${plan.project}`, 'POST');
	return (await setPolicy(guard, [], { isOurs, wait })) ? 'revoked' : undefined;
}

/** Those that nobody has set hold nothing. */
async function removeSecrets({ google, plan }: Asking): Promise<string | undefined> {
	const kept: string[] = [];
	await inLanes(await secretsOf({ google, plan }), 4, async (name) => {
		if (await hasValue(name, { google, plan })) kept.push(name);
		else await google.call({ service: 'secretmanager', method: 'DELETE', path: `v1/projects/${plan.project}/secrets/${name}` });
	});
	return kept.length > 0 ? `kept those that are set: ${kept.sort().join(', ')}` : undefined;
}

/** What was deployed to be kept is protected, whatever serverless.google.yml says since. */
async function removeDatabases(asked: Asking): Promise<string | undefined> {
	const { google, plan } = asked;
	const kept: string[] = [];
	for (const { id } of plan.databases) {
		const path = `v1/projects/${plan.project}/databases/${id}`;
		const found = await look(google, 'firestore', path);
		if (found === undefined) continue;
		if (!plan.throwAway || found.deleteProtectionState !== 'DELETE_PROTECTION_DISABLED') kept.push(id);
		else await ended(await google.call({ service: 'firestore', method: 'DELETE', path }), { service: 'firestore', root: 'v1' }, asked);
	}
	return kept.length > 0 ? `kept ${kept.join(', ')}` : undefined;
}

async function removeBucket({ google, plan }: Asking): Promise<string | undefined> {
	const path = `storage/v1/b/${plan.bucket.name}`;
	const found = await look(google, 'storage', path);
	if (found === undefined || !isMarked(found.labels, plan)) return undefined;
	// Sound because isMarked has looked at it.
	const { 'hookport-throw-away': throwAway } = found.labels as Readonly<Record<string, string>>;
	if (!plan.throwAway || throwAway !== 'true') return `kept ${plan.bucket.name}`;
	const objects = await listAll(google, {
		service: 'storage',
		path: `${path}/o`,
		key: 'items',
		query: { fields: 'items(name),nextPageToken' },
	});
	await inLanes(objects, 8, async ({ name }) => {
		const object = `${path}/o/${encodeURIComponent(String(name))}`;
		await google.call({ service: 'storage', method: 'DELETE', path: object }).catch((error: unknown) => {
			if (!isMissing(error)) throw error;
		});
	});
	await google.call({ service: 'storage', method: 'DELETE', path });
	return `removed ${plan.bucket.name}${objects.length > 0 ? ` with ${objects.length} objects` : ''}`;
}
