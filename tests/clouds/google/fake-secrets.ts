import { base64, only, Refused } from './fake-error.ts';

export type FakeSecrets = {
	readonly answer: (method: string, url: URL, body: unknown) => unknown;
	/** Puts a value, as an operator does. */
	readonly set: (name: string, value: string) => void;
	/** The last value, by the secret's full name. */
	readonly value: (name: string) => string | undefined;
};

/** The calls of Secret Manager that we make. A secret without a version is there, and has nothing to access. */
export function createFakeSecrets(): FakeSecrets {
	const secrets = new Map<string, string[]>();
	const versionsOf = (name: string) => {
		const versions = secrets.get(name);
		if (versions === undefined) throw new Refused('NOT_FOUND', `Secret [${name}] not found.`);
		return versions;
	};
	return {
		set: (name, value) => void secrets.set(name, [...(secrets.get(name) ?? []), value]),
		value: (name) => secrets.get(name)?.at(-1),
		answer: (method, { pathname, searchParams }, body) => {
			const [, parent] = /^\/v1\/(projects\/[^/]+)\/secrets$/.exec(pathname) ?? [];
			const id = searchParams.get('secretId');
			if (method === 'POST' && parent !== undefined && id !== null) {
				const name = `${parent}/secrets/${id}`;
				if (secrets.has(name)) throw new Refused('ALREADY_EXISTS', `Secret [${name}] already exists.`);
				secrets.set(name, []);
				return { name };
			}
			const [, name = '', rest = ''] = /^\/v1\/(projects\/[^/]+\/secrets\/[\w-]+)(.*)$/.exec(pathname) ?? [];
			const versions = versionsOf(name);
			if (method === 'POST' && rest === ':addVersion') {
				const { payload } = only(body, ['payload'], 'addVersion');
				versions.push(Buffer.from(base64(only(payload, ['data', 'dataCrc32c'], 'payload').data, 'data'), 'base64').toString());
				return { name: `${name}/versions/${versions.length}`, state: 'ENABLED' };
			}
			const [, version] = /^\/versions\/(latest|\d+):access$/.exec(rest) ?? [];
			if (method !== 'GET' || version === undefined) throw new Refused('NOT_FOUND', pathname);
			const value = version === 'latest' ? versions.at(-1) : versions[Number(version) - 1];
			if (value === undefined) throw new Refused('NOT_FOUND', `Secret Version [${name}/versions/${version}] not found.`);
			return { name: `${name}/versions/${version}`, payload: { data: Buffer.from(value).toString('base64') } };
		},
	};
}
