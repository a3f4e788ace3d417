import { fields, Refused, wrong } from './rules.ts';

export type Binding = {
	readonly role: string;
	readonly members: readonly string[];
	readonly condition?: { readonly title: string; readonly expression: string };
};
type Policy = { readonly version?: number; readonly etag: string; readonly bindings?: readonly Binding[] };

export type Policies = {
	readonly read: (resource: string) => Policy;
	readonly write: (resource: string, policy: unknown) => Policy;
	readonly remove: (resource: string) => void;
	/** Whether the member has the role there. */
	readonly grants: (resource: string, role: string, member: string) => boolean;
	readonly all: () => unknown;
};

/** Policies of resources by name, as IAM holds them: https://docs.cloud.google.com/iam/docs/reference/rest/v1/Policy */
export function policies(isKnown: (email: string) => boolean): Policies {
	const held = new Map<string, Policy>();
	let writes = 0;
	const read = (resource: string) => held.get(resource) ?? { etag: 'ACAB' };
	return {
		read,
		write: (resource, policy) => {
			const given = fields(policy, ['version', 'etag', 'bindings', 'kind', 'resourceId'], ['bindings']) as unknown as Policy;
			if (given.etag !== read(resource).etag) throw new Refused(409, 'ABORTED', 'There were concurrent policy changes.');
			for (const binding of given.bindings ?? []) checkBinding(binding, given, isKnown);
			writes += 1;
			const next = { version: given.version ?? 1, etag: `etag-${writes}`, bindings: given.bindings ?? [] };
			held.set(resource, next);
			return next;
		},
		remove: (resource) => void held.delete(resource),
		grants: (resource, role, member) =>
			(read(resource).bindings ?? []).some((binding) => binding.role === role && binding.members.includes(member)),
		all: () =>
			[...held]
				.map(([resource, { bindings = [] }]) => [resource, bindings.map((binding) => JSON.stringify(binding)).sort()] as const)
				.sort(([one], [other]) => one.localeCompare(other)),
	};
}

function checkBinding(binding: Binding, { version }: Policy, isKnown: (email: string) => boolean): void {
	const { members } = fields(binding, ['role', 'members', 'condition'], ['role', 'members']) as Binding;
	if (members.length === 0) throw wrong('a binding needs members');
	if (binding.condition !== undefined && version !== 3) throw wrong('conditions need version 3');
	for (const member of members) {
		const [, email] = /^serviceAccount:(.*)$/.exec(member) ?? [];
		if (email !== undefined && !isKnown(email)) throw wrong(`Service account ${email} does not exist.`);
		if (email === undefined && !/^(allUsers|user:.*)$/.test(member)) throw wrong(`${member} is no member`);
	}
}
