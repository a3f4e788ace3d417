import { isFormer } from '../secret-kinds.ts';
import { assignmentIds } from './assignments.ts';
import { evaluated, idOf, joined, quoted, type Resource, variable } from './expression.ts';
import { identityField, identityId } from './identity.ts';
import { insightsId, insightsVersion } from './monitoring.ts';
import { siteOf, storageOf } from './names.ts';
import { type AppName, type Plan, placed } from './plan.ts';
import { secretsOf } from './secrets-of.ts';
import { containerType, storageType, zipContainer } from './store.ts';
import { secretIn, vaultName } from './vault.ts';

export const siteType = 'Microsoft.Web/sites';
export const planType = 'Microsoft.Web/serverfarms';
const apiVersion = '2024-04-01';

/** One app of Flex Consumption: its plan, which no other app can share, and its site. */
export function app(name: AppName, plan: Plan): readonly Resource[] {
	const farm: Resource = {
		type: planType,
		apiVersion,
		name: evaluated(siteOf(name)),
		...placed(plan),
		kind: 'functionapp',
		sku: { tier: 'FlexConsumption', name: 'FC1' },
		properties: { reserved: true },
	};
	return [farm, site(name, plan), noPassword(name, 'scm'), noPassword(name, 'ftp')];
}

function site(name: AppName, plan: Plan): Resource {
	const identity = evaluated(identityId(name));
	const farm = evaluated(idOf(planType, siteOf(name)));
	const zips = idOf(containerType, storageOf(name), quoted('default'), quoted(zipContainer));
	return {
		type: siteType,
		apiVersion,
		name: evaluated(siteOf(name)),
		...placed(plan),
		kind: 'functionapp,linux',
		identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } },
		// It starts when it is made: what it may do has to be there before.
		dependsOn: [farm, identity, evaluated(zips), evaluated(insightsId), ...assignmentIds(name, plan)],
		properties: {
			serverFarmId: farm,
			httpsOnly: true,
			keyVaultReferenceIdentity: identity,
			functionAppConfig: functionAppConfig(name, plan),
			siteConfig: { minTlsVersion: '1.2', appSettings: appSettings(name, plan).map(([key, value]) => ({ name: key, value })) },
		},
	};
}

/** https://learn.microsoft.com/en-us/azure/templates/microsoft.web/sites#functionappconfig */
function functionAppConfig(name: AppName, { host }: Plan) {
	const blobs = `reference(${idOf(storageType, storageOf(name))}, '2023-05-01').primaryEndpoints.blob`;
	return {
		deployment: {
			storage: {
				type: 'blobContainer',
				value: evaluated(joined(blobs, quoted(zipContainer))),
				authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: evaluated(identityId(name)) },
			},
		},
		scaleAndConcurrency: { maximumInstanceCount: host.maximumInstances, instanceMemoryMB: host.memory },
		runtime: { name: 'node', version: host.version },
	};
}

/**
 * What Flex Consumption refuses is not there: https://learn.microsoft.com/en-us/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations.
 * A secret that is not set yet shows as its reference, which the functions take for none.
 */
function appSettings(name: AppName, plan: Plan): readonly (readonly [string, string])[] {
	const clientId = identityField(name, 'clientId');
	const vaultUrl = joined(quoted('https://'), vaultName, `environment().suffixes.keyvaultDns`);
	const reference = (secret: string) =>
		joined(
			quoted('@Microsoft.KeyVault(SecretUri=https://'),
			vaultName,
			'environment().suffixes.keyvaultDns',
			quoted(`/secrets/${secretIn(secret)})`),
		);
	return [
		['AzureWebJobsStorage__accountName', evaluated(storageOf(name))],
		['AzureWebJobsStorage__credential', 'managedidentity'],
		['AzureWebJobsStorage__clientId', evaluated(clientId)],
		['APPLICATIONINSIGHTS_CONNECTION_STRING', evaluated(`reference(${insightsId}, '${insightsVersion}').ConnectionString`)],
		['APPLICATIONINSIGHTS_AUTHENTICATION_STRING', evaluated(joined(quoted('ClientId='), clientId, quoted(';Authorization=AAD')))],
		['AZURE_CLIENT_ID', evaluated(clientId)],
		[
			'WEBHOOK_STORAGE',
			evaluated(joined(quoted('https://'), variable('storage'), quoted('.{service}.'), 'environment().suffixes.storage')),
		],
		['WEBHOOK_VAULT', evaluated(vaultUrl)],
		['WEBHOOK_PUBLIC_URL', plan.settings.publicUrl ?? evaluated(joined(quoted('https://'), siteOf(name), quoted('.azurewebsites.net')))],
		// A former value is read when it is asked for: the platform would go on giving one that is gone, for up to a day.
		...settled(name, plan).map((secret) => [secret, evaluated(reference(secret))] as const),
		...(name === 'functions' ? Object.entries(plan.environment) : []),
	];
}

const settled = (name: AppName, plan: Plan) => secretsOf(name, plan).filter((secret) => !isFormer(secret));

/** Only who is signed in may publish, never who has a password. */
function noPassword(name: AppName, of: 'scm' | 'ftp'): Resource {
	return {
		type: `${siteType}/basicPublishingCredentialsPolicies`,
		apiVersion,
		name: evaluated(joined(siteOf(name), quoted(`/${of}`))),
		dependsOn: [evaluated(idOf(siteType, siteOf(name)))],
		properties: { allow: false },
	};
}
