import type { Json } from '../clients.ts';
import type { Plan } from '../plan.ts';
import { isMissing } from '../refusal.ts';
import { type Asking, inLanes, isMarked, lastOf, listAll } from './deploying.ts';
import { identitiesOf } from './make-identities.ts';
import { ended } from './operation.ts';

/** What a deployment leaves standing, by name. */
export type Kept = Pick<Plan, 'subscriptions' | 'functions' | 'topics' | 'identities'>;

/**
 * What is marked as the stage's, and is not in the plan any longer, goes: functions with their queues, dead letters and identities, as CloudFormation
 * does it. What was kept of their events stays, and tells of the dead ones.
 */
export async function retire(kept: Kept, deploying: Asking): Promise<string | undefined> {
	const { google, plan } = deploying;
	const root = `v1/projects/${plan.project}`;
	const gone: string[] = [];
	const remove = (service: string, root: string) => async (name: string) => {
		const answer = await google.call({ service, method: 'DELETE', path: `${root}/${name}` }).catch((error: unknown) => {
			if (!isMissing(error)) throw error;
		});
		if (service === 'cloudfunctions' && answer) await ended(answer, { service, root: 'v2' }, deploying);
		gone.push(name);
	};
	const named = (things: readonly { readonly name: string }[]) => new Set(things.map(({ name }) => name));
	const left = async (list: { service: string; path: string; key: string }, names: ReadonlySet<string>) =>
		markedOf(await listAll(google, list), plan).filter((name) => !names.has(name));
	const pubsub = (key: 'subscriptions' | 'topics') => left({ service: 'pubsub', path: `${root}/${key}`, key }, named(kept[key]));
	const functions = `v2/projects/${plan.project}/locations/${plan.region}/functions`;
	const emails = new Set(kept.identities.map(({ email }) => email));

	await inLanes(await pubsub('subscriptions'), 4, remove('pubsub', `${root}/subscriptions`));
	await inLanes(
		await left({ service: 'cloudfunctions', path: functions, key: 'functions' }, named(kept.functions)),
		5,
		remove('cloudfunctions', functions),
	);
	await inLanes(await pubsub('topics'), 4, remove('pubsub', `${root}/topics`));
	const identities = (await identitiesOf({ google, plan })).filter((email) => !emails.has(email));
	await inLanes(identities, 4, remove('iam', `${root}/serviceAccounts`));
	return gone.length > 0 ? `removed ${gone.length} that left: ${gone.sort().join(', ')}` : undefined;
}

function markedOf(found: readonly Json[], plan: Plan): readonly string[] {
	return found.filter(({ labels }) => isMarked(labels, plan)).map(({ name }) => lastOf(name));
}
