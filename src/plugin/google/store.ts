import { fields, indexes } from '../../clouds/google/firestore-schema.ts';
import { prefixOf } from '../aws/plan.ts';
import { shortened } from './names.ts';
import { type Bucket, type Database, type Grant, member, type Wish } from './plan.ts';
import { granting } from './queues.ts';
import type { Rights } from './rights.ts';

const day = 24 * 60 * 60 * 1000;
/** A dead letter lives 31 days and names its bytes; the rest is for whoever finds it late. */
const spareDays = 47;

type Users = { readonly rights: Readonly<Record<string, Rights>>; readonly emailOf: (name: string) => string };

export function databases({ routes }: Wish): readonly Database[] {
	return [
		{ id: `${prefixOf(routes)}events`, indexes, fields: fields.events },
		{ id: `${prefixOf(routes)}records`, indexes: [], fields: fields.records },
	];
}

/** A database is as small as a right on Firestore gets: https://docs.cloud.google.com/firestore/native/docs/conditional-iam */
export function databaseGrants({ routes, config }: Wish, { rights, emailOf }: Users): readonly Grant[] {
	return (['events', 'records'] as const).map((kind) => {
		const id = `${prefixOf(routes)}${kind}`;
		const users = Object.keys(rights).filter((name) => rights[name]?.databases.includes(kind));
		return {
			role: 'roles/datastore.user',
			members: users.map((name) => member(emailOf(name))).sort(),
			condition: { title: `hookport ${id}`, expression: `resource.name == "projects/${config.project}/databases/${id}"` },
		};
	});
}

/** Names of buckets are everybody's, so the project, whose name is everybody's too, comes first. */
export function bucketName({ routes, config }: Wish): string {
	return shortened(`${config.project.replace(/[^a-z0-9-]/g, '-')}-${prefixOf(routes)}blobs`, 63);
}

/** https://docs.cloud.google.com/storage/docs/access-control/iam#conditions */
export function bucket(wish: Wish, { rights, emailOf }: Users): Bucket {
	const name = bucketName(wish);
	const under = (source: string) => ({
		title: `hookport ${source}`,
		expression: `resource.name.startsWith("projects/_/buckets/${name}/objects/${source}/")`,
	});
	const having = (right: 'reads' | 'writes', source: string) =>
		Object.keys(rights)
			.filter((each) => rights[each]?.[right].includes(source))
			.map((each) => member(emailOf(each)));
	const on = (role: string, right: 'reads' | 'writes') =>
		Object.keys(wish.routes.sources).flatMap((source) =>
			granting(role, having(right, source)).map((grant) => ({ ...grant, condition: under(source) })),
		);
	return {
		name,
		expireAfterDays: Math.ceil(wish.retention / day) + spareDays,
		grants: [
			// It can't be less for what puts again, and what takes back: to replace an object is to delete one.
			...on('roles/storage.objectUser', 'writes'),
			...on('roles/storage.objectViewer', 'reads'),
			...granting('roles/storage.objectUser', having('writes', '*')),
		],
	};
}
