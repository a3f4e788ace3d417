import { container } from '../../clouds/azure/names.ts';
import { secretName } from '../../webhook/source.ts';
import { quoted, variable } from './expression.ts';
import { insightsType } from './monitoring.ts';
import { type AppName, type Plan, queued, routesOfApp } from './plan.ts';
import { bringingSources, secretsOf } from './secrets-of.ts';
import { containerType, queueType, storageType, tableType } from './store.ts';
import { secretIn, secretType, vaultName, vaultType } from './vault.ts';

/** https://learn.microsoft.com/en-us/azure/role-based-access-control/built-in-roles */
export const roleIds = {
	'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
	'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
	'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88',
	'Storage Queue Data Message Sender': 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a',
	'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3',
	'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6',
	'Key Vault Secrets Officer': 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7',
	'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb',
} as const;

export type Role = keyof typeof roleIds;

/** What somebody may do with one resource, whose names are expressions. */
export type Grant = { readonly role: Role; readonly type: string; readonly names: readonly string[] };

const data = variable('storage');
const inside = (type: string, name: string) => ({ type, names: [data, quoted('default'), quoted(name)] });
const table = (name: string): Grant => ({ role: 'Storage Table Data Contributor', ...inside(tableType, name) });
const secret = (role: Role, name: string): Grant => ({ role, type: secretType, names: [vaultName, quoted(secretIn(name))] });
const account = (role: Role, name: string): Grant => ({ role, type: storageType, names: [name] });

/** What an app's identity may do, and nothing else. */
export function grantsOf(app: AppName, plan: Plan): readonly Grant[] {
	const bringing = bringingSources(app, plan);
	return [
		...(app === 'endpoints' ? receiving(plan) : running()),
		...(bringing.length > 0 ? [table('openings')] : []),
		...secretsOf(app, plan).map((name) => secret('Key Vault Secrets User', name)),
		...bringing.map((name) => secret('Key Vault Secrets Officer', secretName(name, 'WEBHOOK_SECRET'))),
		{ role: 'Monitoring Metrics Publisher', type: insightsType, names: [variable('insights')] },
	];
}

/** Verify, insert, and send to the functions of its sources. Its host has a storage account of its own. */
function receiving(plan: Plan): readonly Grant[] {
	const sources = new Set(routesOfApp('endpoints', plan.routes).map((route) => route.source));
	const takers = plan.routes.routes.filter((route) => route.ack === 'stored' && route.type !== undefined && sources.has(route.source));
	const targets = queued(plan.routes).filter((name) => takers.some((route) => route.function === name));
	return [
		account('Storage Blob Data Owner', variable('hostStorage')),
		{ role: 'Storage Blob Data Contributor', ...inside(containerType, container) },
		table('events'),
		...targets.map((name): Grant => ({ role: 'Storage Queue Data Message Sender', ...inside(queueType, name) })),
	];
}

/**
 * The functions, their queues, and the sweep, which sends to all of them and empties what the host gave up. What its host needs of its account holds all of the blobs:
 * https://learn.microsoft.com/en-us/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
 */
function running(): readonly Grant[] {
	const roles: readonly Role[] = [
		'Storage Blob Data Owner',
		// To give a message back, or to keep one for longer, the host changes it, which none of the lesser roles may.
		'Storage Queue Data Contributor',
	];
	return [...roles.map((role) => account(role, data)), table('events'), table('records')];
}

/** What `sls webhook` needs on a stage. Who deploys has none of it: no right to deploy is one to read. */
export function operatorGrants(): readonly Grant[] {
	return [
		account('Storage Blob Data Contributor', data),
		account('Storage Queue Data Contributor', data),
		account('Storage Table Data Contributor', data),
		{ role: 'Key Vault Secrets Officer', type: vaultType, names: [vaultName] },
	];
}
