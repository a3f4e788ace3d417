import type { Template } from '../../../../src/plugin/azure/template.ts';
import { deployTemplate, InvalidTemplate } from './deploy-template.ts';
import type { Route } from './routes.ts';
import { type Answer, armError, type State } from './state.ts';

const group = String.raw`^management\.azure\.com/subscriptions/[^/]+/resourceGroups/([^/]+)`;
const deployment = `${group}/providers/Microsoft\\.Resources/deployments/hookport`;
const version = '2021-04-01';
const noGroup = armError(404, 'ResourceGroupNotFound', 'Resource group could not be found.');

/** Of Azure Resource Manager: groups, deployments, what is in them, and roles. */
export const groupRoutes: readonly Route[] = [
	{
		name: 'read group',
		method: 'GET',
		pattern: new RegExp(`${group}$`),
		version,
		answer: (_, state) => (state.group ? { status: 200, body: state.group } : noGroup),
	},
	{
		name: 'put group',
		method: 'PUT',
		pattern: new RegExp(`${group}$`),
		version,
		answer: ({ body }, state) => {
			const { location, tags } = JSON.parse(body.toString());
			if (state.group && state.group.location !== location) return armError(409, 'InvalidResourceGroupLocation');
			state.group = { location, tags, properties: { provisioningState: 'Succeeded' } };
			return { status: 201, body: state.group };
		},
	},
	{
		name: 'delete group',
		method: 'DELETE',
		pattern: new RegExp(`${group}$`),
		version,
		answer: (_, state) => {
			state.group = undefined;
			state.deployment = undefined;
			state.resources.clear();
			return { status: 202 };
		},
	},
	{
		name: 'list resources',
		method: 'GET',
		pattern: new RegExp(`${group}/resources$`),
		version,
		// Only what stands for itself has tags and is listed.
		answer: (_, { resources }) => ({
			status: 200,
			body: { value: [...resources.values()].filter(({ id, location }) => location !== undefined && id.split('/').length === 9) },
		}),
	},
	{
		name: 'read deployment',
		method: 'GET',
		pattern: new RegExp(`${deployment}$`),
		version,
		answer: (_, state) => (state.group && state.deployment ? { status: 200, body: shown(state) } : noGroup),
	},
	{
		name: 'put deployment',
		method: 'PUT',
		pattern: new RegExp(`${deployment}$`),
		version,
		answer: ({ body }, state, name = '') => (state.group ? put(JSON.parse(body.toString()).properties, state, name) : noGroup),
	},
	{
		name: 'list operations',
		method: 'GET',
		pattern: new RegExp(`${deployment}/operations$`),
		version,
		answer: (_, { deployment: last }) => ({ status: 200, body: { value: last?.operations ?? [] } }),
	},
	{
		name: 'list roles',
		method: 'GET',
		pattern: new RegExp(`${group}/providers/Microsoft\\.Authorization/roleAssignments$`),
		version: '2022-04-01',
		answer: (_, { resources }) => ({
			status: 200,
			body: { value: [...resources.values()].filter(({ type }) => type.endsWith('/roleAssignments')) },
		}),
	},
];

/** It looks twice as if it still ran. */
function shown({ deployment: last }: State) {
	if (last === undefined) return {};
	if (last.polls > 0) last.polls -= 1;
	const provisioningState = last.polls > 0 ? 'Running' : last.state;
	return {
		properties: {
			provisioningState,
			...(provisioningState === 'Succeeded' && { outputs: last.outputs }),
			...(last.error && { error: last.error }),
		},
	};
}

type Asked = {
	readonly mode: string;
	readonly template: Template;
	readonly parameters?: Readonly<Record<string, { readonly value: unknown }>>;
};

function put(properties: Asked, state: State, name: string): Answer {
	const { mode, template, parameters = {} } = properties;
	if (mode !== 'Incremental') return armError(400, 'InvalidRequestContent', 'only what is asked for may go');
	if (state.deployment && state.deployment.polls > 0) return armError(409, 'DeploymentActive');
	const values = Object.entries(parameters).map(([key, { value }]) => [key, value]);
	try {
		const means = { subscription: state.subscription, group: name, parameters: Object.fromEntries(values) };
		const { resources, outputs } = deployTemplate(template, means);
		const failing = state.failures.get('deploy resource');
		if (failing && failing.times > 0) {
			failing.times -= 1;
			state.deployment = { state: 'Failed', polls: 2, operations: [failing.answer.body as object] };
			return { status: 201, body: shown(state) };
		}
		const vault = resources.find(({ type }) => type === 'Microsoft.KeyVault/vaults');
		const removed = state.deletedVaults.some(({ name: of }) => of === vault?.name);
		if (removed !== (vault?.properties?.createMode === 'recover'))
			return armError(409, 'ConflictError', 'A vault with the same name already exists in deleted state.');
		state.deletedVaults = [];
		for (const resource of resources) state.resources.set(resource.id, resource);
		state.deployment = { state: 'Succeeded', polls: 2, outputs, operations: [] };
		return { status: 201, body: shown(state) };
	} catch (error) {
		if (error instanceof InvalidTemplate) return armError(400, 'InvalidTemplate', error.message);
		throw error;
	}
}
