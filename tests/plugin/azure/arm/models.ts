import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** How the clients say what a value may be: https://github.com/Azure/azure-sdk-for-js/blob/main/sdk/core/core-client/src/interfaces.ts */
export type Mapper = {
	readonly type: {
		readonly name: string;
		readonly className?: string;
		readonly uberParent?: string;
		readonly modelProperties?: Readonly<Record<string, Mapper>>;
		readonly element?: Mapper;
		readonly value?: Mapper;
		readonly allowedValues?: readonly unknown[];
	};
	readonly serializedName?: string;
	readonly required?: boolean;
	readonly readOnly?: boolean;
	readonly constraints?: Readonly<Record<string, number>>;
};

export type Models = Readonly<Record<string, Mapper>>;

const files = {
	appinsights: 'dist-esm/src/models/mappers.js',
	appservice: 'dist-esm/src/models/mappers.js',
	authorization: 'dist-esm/src/models/mappers.js',
	keyvault: 'dist/esm/models/mappers.js',
	msi: 'dist/esm/models/mappers.js',
	operationalinsights: 'dist-esm/src/models/mappers.js',
	storage: 'dist/esm/models/mappers.js',
} as const;

type Client = keyof typeof files;

const storage = 'Microsoft.Storage/storageAccounts';

/** The model of what is put, by the resource's type. */
const models: Readonly<Record<string, readonly [Client, string]>> = {
	[storage]: ['storage', 'StorageAccountCreateParameters'],
	[`${storage}/blobServices`]: ['storage', 'BlobServiceProperties'],
	[`${storage}/blobServices/containers`]: ['storage', 'BlobContainer'],
	[`${storage}/managementPolicies`]: ['storage', 'ManagementPolicy'],
	[`${storage}/queueServices`]: ['storage', 'QueueServiceProperties'],
	[`${storage}/queueServices/queues`]: ['storage', 'StorageQueue'],
	[`${storage}/tableServices`]: ['storage', 'TableServiceProperties'],
	[`${storage}/tableServices/tables`]: ['storage', 'Table'],
	'Microsoft.Authorization/roleAssignments': ['authorization', 'RoleAssignmentCreateParameters'],
	'Microsoft.Insights/components': ['appinsights', 'ApplicationInsightsComponent'],
	'Microsoft.KeyVault/vaults': ['keyvault', 'VaultCreateOrUpdateParameters'],
	'Microsoft.ManagedIdentity/userAssignedIdentities': ['msi', 'Identity'],
	'Microsoft.OperationalInsights/workspaces': ['operationalinsights', 'Workspace'],
	'Microsoft.Web/serverfarms': ['appservice', 'AppServicePlan'],
	'Microsoft.Web/sites': ['appservice', 'Site'],
	'Microsoft.Web/sites/basicPublishingCredentialsPolicies': ['appservice', 'CsmPublishingCredentialsPoliciesEntity'],
};

const fileOf = (client: Client) => join(import.meta.dirname, 'node_modules/@azure', `arm-${client}`, files[client]);

export const isInstalled = Object.keys(files).every((client) => existsSync(fileOf(client as Client)));

/** Of all types that the template may hold. */
export async function loadModels(): Promise<Readonly<Record<string, { readonly root: Mapper; readonly all: Models }>>> {
	const loaded = Object.entries(models).map(async ([type, [client, name]]) => {
		const all: Models = await import(pathToFileURL(fileOf(client)).href);
		const root = all[name];
		if (root === undefined) throw new Error(`the client of ${client} has no model ${name}`);
		return [type, { root, all }] as const;
	});
	return Object.fromEntries(await Promise.all(loaded));
}
