import { fields, found, page, type Rule, taken, wrong } from './rules.ts';
import { project, projectNumber, type State } from './state.ts';

const account = ['accountId', 'serviceAccount'];

/** Service Usage, Resource Manager and IAM. */
export function projectRules(state: State): Readonly<Record<string, readonly Rule[]>> {
	const named = (email: string) => `projects/${project}/serviceAccounts/${email}`;
	return {
		serviceusage: [
			[
				'GET',
				/^v1\/projects\/[^/]+\/services:batchGet$/,
				(_, { query }) => {
					const names = query.getAll('names');
					if (names.length === 0 || names.length > 30) throw wrong('from 1 to 30 names');
					return { services: names.map((name) => ({ name, state: state.enabled.has(last(name)) ? 'ENABLED' : 'DISABLED' })) };
				},
			],
			[
				'POST',
				/^v1\/projects\/[^/]+\/services:batchEnable$/,
				(_, { body }) => {
					const { serviceIds } = fields(body, ['serviceIds'], ['serviceIds']) as { readonly serviceIds: readonly string[] };
					if (serviceIds.length > 20) throw wrong('at most 20 services');
					for (const id of serviceIds) state.enabled.add(id);
					return state.operation({});
				},
			],
			['POST', /^v1beta1\/projects\/[^/]+\/services\/[^/]+:generateServiceIdentity$/, () => state.operation({})],
			['GET', /^v1\/(operations\/[^/]+)$/, ([name = '']) => found(state.operations, name)],
		],
		cloudresourcemanager: [
			['GET', /^v3\/projects\/([^/:]+)$/, ([id]) => ({ name: `projects/${projectNumber}`, projectId: id, state: 'ACTIVE' })],
			['POST', /^v3\/projects\/([^/:]+):getIamPolicy$/, () => state.policies.read('project')],
			[
				'POST',
				/^v3\/projects\/([^/:]+):setIamPolicy$/,
				(_, { body }) => state.policies.write('project', fields(body, ['policy'], ['policy']).policy),
			],
		],
		iam: [
			['GET', /^v1\/projects\/[^/]+\/serviceAccounts$/, (_, asked) => page([...state.identities.values()], 'accounts', asked)],
			[
				'POST',
				/^v1\/projects\/([^/]+)\/serviceAccounts$/,
				([id], { body }) => {
					const { accountId, serviceAccount } = fields(body, account, account);
					const described = fields(serviceAccount, ['displayName', 'description']);
					if (!/^[a-z][-a-z0-9]{4,28}[a-z0-9]$/.test(String(accountId))) throw wrong(`${String(accountId)} is no id of a service account`);
					const email = `${String(accountId)}@${id}.iam.gserviceaccount.com`;
					if (state.identities.has(email)) throw taken(email);
					state.identities.set(email, { name: named(email), email, ...described });
					return state.identities.get(email);
				},
			],
			[
				'DELETE',
				/^v1\/projects\/[^/]+\/serviceAccounts\/([^/:]+)$/,
				([email = '']) => {
					found(state.identities, email);
					state.identities.delete(email);
					state.policies.remove(named(email));
					return {};
				},
			],
			[
				'POST',
				/^v1\/projects\/[^/]+\/serviceAccounts\/([^/:]+):(get|set)IamPolicy$/,
				([email = '', which], { body }) => {
					found(state.identities, email);
					return which === 'get' ? state.policies.read(named(email)) : state.policies.write(named(email), body.policy);
				},
			],
		],
	};
}

export function last(name: unknown): string {
	return String(name).split('/').at(-1) ?? '';
}
