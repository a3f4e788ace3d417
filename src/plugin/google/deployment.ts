import { prefixOf, sweepName } from '../aws/plan.ts';
import { functions } from './functions.ts';
import { identityId } from './names.ts';
import { type Grant, type Guarded, type Identity, member, type Plan, type Wish } from './plan.ts';
import { granting, queues, sweepTimeout } from './queues.ts';
import { type Rights, rightsOf } from './rights.ts';
import { bucket, bucketName, databaseGrants, databases } from './store.ts';
import { builderName, wakerName } from './units.ts';

/** Of googleapis.com. Cloud Run functions are built by Cloud Build into Artifact Registry, and run on Cloud Run. */
const apis = [
	...['cloudresourcemanager', 'iam', 'cloudfunctions', 'run', 'cloudbuild', 'artifactregistry', 'pubsub'],
	...['firestore', 'storage', 'secretmanager', 'cloudscheduler', 'logging'],
];

/** From the routes to everything that Google has to hold for them. */
export function deployment(wish: Wish): Plan {
	const { routes, config, settings } = wish;
	const { project, region } = config;
	const prefix = prefixOf(routes);
	const rights = rightsOf(routes);
	const emailOf = (name: string) => `${identityId(prefix, name)}@${project}.iam.gserviceaccount.com`;
	const [waker, builder] = [emailOf(wakerName), emailOf(builderName)];
	const holding = (right: 'sends' | 'buries', name: string) =>
		Object.keys(rights).flatMap((each) => (rights[each]?.[right].includes(name) ? [member(emailOf(each))] : []));
	const publishers = (topic: string) => [
		...holding('sends', topic),
		...(topic.endsWith('-dead') ? holding('buries', topic.slice(0, -'-dead'.length)) : []),
	];
	return {
		project,
		region,
		service: routes.service,
		stage: routes.stage,
		prefix,
		mark: prefix.slice(0, -1),
		throwAway: settings.throwAway,
		apis: apis.map((api) => `${api}.googleapis.com`),
		identities: [...Object.keys(rights), wakerName, builderName].map((name) => identity(name, prefix, emailOf(name))),
		grants: [...databaseGrants(wish, { rights, emailOf }), ...building(builder, prefix)],
		databases: databases(wish),
		bucket: bucket(wish, { rights, emailOf }),
		secrets: secrets(prefix, rights, emailOf),
		...queues({ routes, waker, publishers }),
		functions: functions({ wish, bucket: bucketName(wish), rights, emailOf, waker, builder }),
		schedule: { name: `${prefix}${sweepName}`, function: `${prefix}${sweepName}`, identity: waker, deadlineSeconds: sweepTimeout },
	};
}

function identity(name: string, prefix: string, email: string): Identity {
	return { id: identityId(prefix, name), email, displayName: `${prefix}${name}`.slice(0, 100) };
}

/** https://docs.cloud.google.com/functions/docs/securing/build-custom-sa: not the default one, which may do far more, or nothing any longer. */
function building(builder: string, prefix: string): readonly Grant[] {
	const members = [member(builder)];
	// Where Cloud Run functions keep what is uploaded, and nothing of ours.
	const condition = { title: `hookport ${prefix}sources`, expression: 'resource.name.startsWith("projects/_/buckets/gcf-v2-")' };
	return [
		{ role: 'roles/logging.logWriter', members },
		{ role: 'roles/artifactregistry.writer', members },
		{ role: 'roles/storage.objectViewer', members, condition },
	];
}

/** Each by itself, also those that are not set yet: a function may look for them from its first day. */
function secrets(prefix: string, rights: Readonly<Record<string, Rights>>, emailOf: (name: string) => string): readonly Guarded[] {
	const names = [...new Set(Object.values(rights).flatMap((each) => each.secrets))].sort();
	const having = (right: 'secrets' | 'offers', secret: string) =>
		Object.keys(rights).flatMap((each) => (rights[each]?.[right].includes(secret) ? [member(emailOf(each))] : []));
	return names.map((name) => ({
		name: `${prefix}${name}`,
		grants: [
			...granting('roles/secretmanager.secretAccessor', having('secrets', name)),
			...granting('roles/secretmanager.secretVersionAdder', having('offers', name)),
		],
	}));
}
