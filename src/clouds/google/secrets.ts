import type { Secrets } from '../../webhook/secrets.ts';
import { keptSecrets } from '../kept-secrets.ts';
import type { JsonCall } from './client.ts';
import type { Documents } from './documents.ts';
import type { Environment } from './endpoint.ts';
import { isRefusal } from './google-error.ts';
import { offerSecret } from './offer-secret.ts';

type Options = {
	readonly secretManager: JsonCall;
	readonly documents: Documents;
	readonly project: string;
	/** `<service>-<stage>-`. */
	readonly prefix: string;
	/** Secrets are in it by their names, as they were when the instance began. */
	readonly env: Environment;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
};

/** One secret of Secret Manager, by its full name. */
export type Secret = {
	/** Undefined where there is none, or none that this function may read. */
	readonly read: () => Promise<string | undefined>;
	readonly add: (value: string) => Promise<void>;
};

/** Secrets of Secret Manager, `<prefix><NAME>`. What the environment has is known at once, and read anew when it is old or did not fit. */
export function createSecrets({ secretManager, documents, project, prefix, env, now }: Options): Secrets {
	const known = new Map(Object.entries(env).flatMap(([name, value]) => (value ? [[name, value] as const] : [])));
	const secret = (name: string) => createSecret(secretManager, `projects/${project}/secrets/${prefix}${name}`, known.has(name));
	const read = async (names: readonly string[]) => {
		const values = await Promise.all(names.map(async (name) => [name, await secret(name).read()] as const));
		return new Map(values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
	};
	const { get, refresh, lose } = keptSecrets({ read, now, known });
	return {
		get,
		refresh,
		offer: (name, value) => offerSecret(value, { name, secret: secret(name), documents, now }).finally(() => lose(name)),
	};
}

/** @param isKnown it was read before: where it may not be read now, something is wrong that takes nothing away */
function createSecret(secretManager: JsonCall, name: string, isKnown: boolean): Secret {
	return {
		read: async () => {
			try {
				const { payload } = (await secretManager(`/v1/${name}/versions/latest:access`)) as Accessed;
				return Buffer.from(payload.data, 'base64').toString();
			} catch (error) {
				// The last version may also be disabled, which is a precondition that failed.
				if (isRefusal(error, 'NOT_FOUND', 'FAILED_PRECONDITION', ...(isKnown ? [] : ['PERMISSION_DENIED']))) return undefined;
				throw error;
			}
		},
		add: async (value) => {
			await secretManager(`/v1/${name}:addVersion`, { payload: { data: Buffer.from(value).toString('base64') } });
		},
	};
}

/** Sound because the API says so: https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access */
type Accessed = { readonly payload: { readonly data: string } };
