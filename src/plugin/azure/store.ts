import { container, tables } from '../../clouds/azure/names.ts';
import { evaluated, idOf, joined, quoted, type Resource, variable } from './expression.ts';
import { type Plan, placed, queued, queuesOf } from './plan.ts';

export const storageType = 'Microsoft.Storage/storageAccounts';
export const containerType = `${storageType}/blobServices/containers`;
export const queueType = `${storageType}/queueServices/queues`;
export const tableType = `${storageType}/tableServices/tables`;
const apiVersion = '2023-05-01';

/** Where an app's zip is. */
export const zipContainer = 'deployments';
/** In its metadata, a queue that we made: the host makes some of its own. */
export const queueMark = { hookport: 'queue' };

const day = 24 * 60 * 60 * 1000;
/** A dead letter lives as long as its record and names its bytes; the rest is for whoever finds it late. */
const spareDays = 30;

/** Where events are kept and functions are woken from, and where the host of the endpoints keeps its own. */
export function store(plan: Plan): readonly Resource[] {
	const data = variable('storage');
	const host = variable('hostStorage');
	return [
		account(data, plan),
		blobService(data),
		blobContainer(data, container),
		blobContainer(data, zipContainer),
		expiry(data, plan),
		service(data, 'queueServices'),
		...queued(plan.routes)
			.flatMap(queuesOf)
			.map((name) => queue(data, name)),
		service(data, 'tableServices'),
		...tables.map((name) => child(data, { type: 'tableServices/tables', service: 'tableServices', name })),
		account(host, plan),
		blobService(host),
		blobContainer(host, zipContainer),
	];
}

function account(name: string, plan: Plan): Resource {
	return {
		type: storageType,
		apiVersion,
		name: evaluated(name),
		...placed(plan),
		kind: 'StorageV2',
		sku: { name: 'Standard_LRS' },
		properties: {
			minimumTlsVersion: 'TLS1_2',
			supportsHttpsTrafficOnly: true,
			allowBlobPublicAccess: false,
			// Identities only: a key would open everything to whoever has it.
			allowSharedKeyAccess: false,
			allowCrossTenantReplication: false,
			defaultToOAuthAuthentication: true,
		},
	};
}

/** Nothing outlives its removal: a soft delete would keep the bytes of an event after its time. */
function blobService(of: string): Resource {
	const off = { enabled: false };
	return service(of, 'blobServices', { deleteRetentionPolicy: off, containerDeleteRetentionPolicy: off, isVersioningEnabled: false });
}

function service(of: string, kind: string, properties: Readonly<Record<string, unknown>> = {}): Resource {
	return {
		type: `${storageType}/${kind}`,
		apiVersion,
		name: evaluated(joined(of, quoted('/default'))),
		dependsOn: [evaluated(idOf(storageType, of))],
		properties,
	};
}

type Child = {
	readonly type: string;
	readonly service: string;
	readonly name: string;
	readonly properties?: Readonly<Record<string, unknown>>;
};

function child(of: string, { type, service: kind, name, properties = {} }: Child): Resource {
	return {
		type: `${storageType}/${type}`,
		apiVersion,
		name: evaluated(joined(of, quoted(`/default/${name}`))),
		dependsOn: [evaluated(idOf(`${storageType}/${kind}`, of, quoted('default')))],
		properties,
	};
}

function blobContainer(of: string, name: string): Resource {
	return child(of, { type: 'blobServices/containers', service: 'blobServices', name, properties: { publicAccess: 'None' } });
}

function queue(of: string, name: string): Resource {
	return child(of, { type: 'queueServices/queues', service: 'queueServices', name, properties: { metadata: queueMark } });
}

/** What the sweep did not get to. */
function expiry(of: string, { retention }: Plan): Resource {
	const days = Math.ceil(retention / day) + spareDays;
	return {
		type: `${storageType}/managementPolicies`,
		apiVersion,
		name: evaluated(joined(of, quoted('/default'))),
		dependsOn: [evaluated(idOf(`${storageType}/blobServices`, of, quoted('default')))],
		properties: {
			policy: {
				rules: [
					{
						name: 'expire',
						enabled: true,
						type: 'Lifecycle',
						definition: {
							filters: { blobTypes: ['blockBlob'], prefixMatch: [`${container}/`] },
							actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: days } } },
						},
					},
				],
			},
		},
	};
}
