import { describe, expect, it } from '@jest/globals';
import { type Grant, grantsOf } from '../../../src/plugin/azure/grants.ts';
import { hostJson } from '../../../src/plugin/azure/host-json.ts';
import type { AppName, Plan } from '../../../src/plugin/azure/plan.ts';
import { secretsOf } from '../../../src/plugin/azure/secrets-of.ts';
import { templateOf } from '../../../src/plugin/azure/template.ts';
import type { Source } from '../../../src/webhook/source.ts';
import { type Deployed, deployTemplate } from './fake-arm/deploy-template.ts';
import { samplePlan } from './sample-plan.ts';

const deployed = (plan: Plan): readonly Deployed[] =>
	deployTemplate(templateOf(plan), { subscription: 'sub', group: 'shop-prod', parameters: { vaultMode: 'default' } }).resources;
const of = (type: string, resources: readonly Deployed[]) => resources.filter((each) => each.type === type);
const site = (app: AppName, resources: readonly Deployed[]) =>
	of('Microsoft.Web/sites', resources).find(({ name }) => name.includes(`-${app}-`));

type SiteProperties = {
	readonly httpsOnly: boolean;
	readonly keyVaultReferenceIdentity: string;
	readonly functionAppConfig: Readonly<Record<string, object>>;
	readonly siteConfig: { readonly appSettings: readonly { readonly name: string; readonly value: string }[] };
};
// Sound because the template makes sites of this form only.
const propertiesOf = (app: AppName, plan: Plan) => site(app, deployed(plan))?.properties as unknown as SiteProperties;
const settingsOf = (app: AppName, plan: Plan) =>
	Object.fromEntries(propertiesOf(app, plan).siteConfig.appSettings.map(({ name, value }) => [name, value]));

/** `Role: what of it`, with the last name of what it is for. */
const said = ({ role, names }: Grant) =>
	`${role}: ${names.map((name) => name.replace(/^variables\('(\w+)'\)$|^'(.*)'$/, '$1$2')).join('/')}`;
const withSource = (source: Source, more: Partial<Plan['routes']> = {}): Plan => {
	const plan = samplePlan();
	return { ...plan, routes: { ...plan.routes, sources: { ...plan.routes.sources, [source.name]: source }, ...more } };
};

describe('what Azure has to hold', () => {
	it('is one template that follows from the configuration alone, and that a deployment takes', () => {
		const plan = samplePlan({ operators: ['99999999-8888-7777-6666-555555555555'] });

		const resources = deployed(plan);

		expect(templateOf(plan)).toEqual(templateOf(plan));
		expect(resources.length).toBeGreaterThan(40);
	});

	it('tells of everything that can be told that it is ours', () => {
		const resources = deployed(samplePlan());

		const untagged = resources.filter(({ location, tags }) => location !== undefined && tags?.hookport !== 'shop-prod');
		expect(untagged).toEqual([]);
	});

	it('has storage for identities alone, over TLS 1.2, with nothing public', () => {
		const accounts = of('Microsoft.Storage/storageAccounts', deployed(samplePlan()));
		const containers = of('Microsoft.Storage/storageAccounts/blobServices/containers', deployed(samplePlan()));

		expect(accounts).toHaveLength(2);
		for (const { properties } of accounts)
			expect(properties).toMatchObject({
				allowSharedKeyAccess: false,
				allowBlobPublicAccess: false,
				minimumTlsVersion: 'TLS1_2',
				supportsHttpsTrafficOnly: true,
			});
		expect(containers.map(({ properties }) => properties?.publicAccess)).toEqual(['None', 'None', 'None']);
	});

	it('has the queues, tables and containers that the run time names', () => {
		const resources = deployed(samplePlan());
		const names = (type: string) => of(`Microsoft.Storage/storageAccounts/${type}`, resources).map(({ name }) => name.split('/').at(-1));

		expect(names('queueServices/queues')).toEqual([
			...['invoice-paid', 'invoice-paid-dead', 'invoice-paid-poison'],
			...['command', 'command-dead', 'command-poison'],
		]);
		expect(names('tableServices/tables')).toEqual(['events', 'openings', 'records']);
		expect(names('blobServices/containers')).toEqual(['events', 'deployments', 'deployments']);
	});

	it('keeps bytes of events for as long as their records, and dead letters', () => {
		const [policy] = of('Microsoft.Storage/storageAccounts/managementPolicies', deployed(samplePlan()));

		expect(JSON.stringify(policy)).toContain('"daysAfterModificationGreaterThan":37');
		expect(JSON.stringify(policy)).toContain('"prefixMatch":["events/"]');
	});

	it.each([
		[false, true],
		[true, undefined],
	])('given throwAway %s → protection of the vault against purges: %s', (throwAway, protection) => {
		const [vault] = of('Microsoft.KeyVault/vaults', deployed(samplePlan({ throwAway })));

		expect(vault?.properties).toMatchObject({ enableRbacAuthorization: true, enableSoftDelete: true });
		expect(vault?.properties?.enablePurgeProtection).toBe(protection);
	});

	it('has an app of Flex Consumption each, with an identity and a plan of its own, HTTPS only and no passwords', () => {
		const resources = deployed(samplePlan());
		const sites = of('Microsoft.Web/sites', resources);

		expect(sites.map(({ kind }) => kind)).toEqual(['functionapp,linux', 'functionapp,linux']);
		expect(new Set(sites.map(({ properties }) => properties?.serverFarmId)).size).toBe(2);
		expect(new Set(sites.map(({ identity }) => JSON.stringify(identity))).size).toBe(2);
		expect(sites.every(({ properties }) => properties?.httpsOnly)).toBe(true);
		expect(of('Microsoft.Web/serverfarms', resources).map(({ sku }) => sku)).toEqual(
			Array(2).fill({ tier: 'FlexConsumption', name: 'FC1' }),
		);
		const policies = of('Microsoft.Web/sites/basicPublishingCredentialsPolicies', resources);
		expect(policies.map(({ properties }) => properties)).toEqual(Array(4).fill({ allow: false }));
	});

	it('gives an app what runs it', () => {
		const plan = samplePlan({}, { host: { ...samplePlan().host, version: '24', memory: 512, maximumInstances: 7 } });

		const { functionAppConfig } = propertiesOf('endpoints', plan);

		expect(functionAppConfig.runtime).toEqual({ name: 'node', version: '24' });
		expect(functionAppConfig.scaleAndConcurrency).toEqual({ maximumInstanceCount: 7, instanceMemoryMB: 512 });
	});

	it('gives no app a setting that Flex Consumption refuses, nor a value of a secret', () => {
		const all = { ...settingsOf('endpoints', samplePlan()), ...settingsOf('functions', samplePlan()) };

		expect(Object.keys(all).filter((name) => /^(SCM_|WEBSITE_|FUNCTIONS_|ENABLE_ORYX)|^AzureWebJobsStorage$/.test(name))).toEqual([]);
		const secrets = Object.entries(all).filter(
			([name]) => /_(SECRET|API_KEY|BASIC_AUTH|URL)(_PREVIOUS|_RETIRED)?$/.test(name) && name !== 'WEBHOOK_PUBLIC_URL',
		);
		expect(secrets.length).toBeGreaterThan(4);
		expect(secrets.filter(([name]) => /_(PREVIOUS|RETIRED)$/.test(name))).toEqual([]);
		for (const [, value] of secrets)
			expect(value).toMatch(/^@Microsoft\.KeyVault\(SecretUri=https:\/\/shop-prod-\w+\.vault\.azure\.net\/secrets\/[A-Z-]+\)$/);
	});

	it('tells each app its own URL, or the one that stands in front of both', () => {
		const own = settingsOf('functions', samplePlan()).WEBHOOK_PUBLIC_URL;
		const common = settingsOf('functions', samplePlan({ publicUrl: 'https://hooks.example.com/' })).WEBHOOK_PUBLIC_URL;

		expect(own).toMatch(/^https:\/\/shop-prod-functions-\w{13}\.azurewebsites\.net$/);
		expect(common).toBe('https://hooks.example.com');
	});

	it('gives the environment of the team to its functions alone', () => {
		const plan = samplePlan({}, { environment: { API_URL: 'https://api.example.com' } });

		expect(settingsOf('functions', plan).API_URL).toBe('https://api.example.com');
		expect(settingsOf('endpoints', plan).API_URL).toBeUndefined();
	});

	it('gives the host of functions a limit that no attempt meets, base64, and URLs without a prefix', () => {
		expect(hostJson('functions', samplePlan())).toMatchObject({
			functionTimeout: '00:01:00',
			extensions: { http: { routePrefix: '' }, queues: { messageEncoding: 'base64', maxDequeueCount: 150 } },
		});
		expect(hostJson('endpoints', samplePlan())).toMatchObject({ functionTimeout: '00:00:10', extensions: { http: { routePrefix: '' } } });
	});
});

describe('what an app may do', () => {
	it('of endpoints: keep events, send to the functions of its sources, and read its own secrets', () => {
		const grants = grantsOf('endpoints', samplePlan()).map(said);

		const secrets = ['STRIPE-WEBHOOK-SECRET', 'PARTNER-WEBHOOK-SECRET', 'PARTNER-API-KEY', 'PARTNER-BASIC-AUTH'];
		expect(grants).toEqual([
			'Storage Blob Data Owner: hostStorage',
			'Storage Blob Data Contributor: storage/default/events',
			'Storage Table Data Contributor: storage/default/events',
			'Storage Queue Data Message Sender: storage/default/invoice-paid',
			...secrets.flatMap((name) => [
				`Key Vault Secrets User: vault/${name}`,
				`Key Vault Secrets User: vault/${name}-PREVIOUS`,
				...(name.endsWith('-WEBHOOK-SECRET') ? [`Key Vault Secrets User: vault/${name}-RETIRED`] : []),
			]),
			'Monitoring Metrics Publisher: insights',
		]);
	});

	it('of endpoints: send to no function that their sender waits for', () => {
		const { routes } = samplePlan();
		const waited = {
			function: 'waited',
			source: 'stripe',
			type: 'invoice.voided',
			ack: 'handled' as const,
			path: '/webhooks/stripe/waited',
		};
		const plan = samplePlan({}, { routes: { ...routes, routes: [...routes.routes, waited], timeouts: { ...routes.timeouts, waited: 3 } } });

		expect(grantsOf('endpoints', plan).map(said)).toEqual(grantsOf('endpoints', samplePlan()).map(said));
	});

	it('of functions: what its host needs of its storage, events and records, and the secrets of those who wait for its answer', () => {
		const grants = grantsOf('functions', samplePlan()).map(said);

		expect(grants).toEqual([
			'Storage Blob Data Owner: storage',
			'Storage Queue Data Contributor: storage',
			'Storage Table Data Contributor: storage/default/events',
			'Storage Table Data Contributor: storage/default/records',
			'Key Vault Secrets User: vault/SLACK-WEBHOOK-SECRET',
			'Key Vault Secrets User: vault/SLACK-WEBHOOK-SECRET-PREVIOUS',
			'Key Vault Secrets User: vault/SLACK-WEBHOOK-SECRET-RETIRED',
			'Key Vault Secrets User: vault/NOTIFY-WEBHOOK-URL',
			'Monitoring Metrics Publisher: insights',
		]);
	});

	it('of functions whose sources are sealed: read their keys, too', () => {
		const plan = withSource({ name: 'stripe', provider: 'stripe', maxBody: 1024, encrypt: true });

		expect(secretsOf('functions', plan)).toContain('STRIPE_STORAGE_KEY');
		expect(secretsOf('functions', plan)).not.toContain('STRIPE_WEBHOOK_SECRET');
	});

	it('set a secret only where a sender brings it, and only that one', () => {
		const bringing = { name: 'asana', provider: 'asana', maxBody: 1024 };
		const routes = [{ function: 'asana', source: 'asana', ack: 'stored' as const, path: '/webhooks/asana' }];
		const plan = withSource(bringing, { routes, timeouts: { asana: 10 } });

		const grants = grantsOf('endpoints', plan).map(said);

		expect(grants.filter((each) => /Officer|openings/.test(each))).toEqual([
			'Storage Table Data Contributor: storage/default/openings',
			'Key Vault Secrets Officer: vault/ASANA-WEBHOOK-SECRET',
		]);
		expect(
			grantsOf('endpoints', samplePlan())
				.map(said)
				.filter((each) => /Officer|openings/.test(each)),
		).toEqual([]);
	});

	it('is there before the app is, and is held by the identity of that app', () => {
		const resources = deployed(samplePlan());

		const roles = of('Microsoft.Authorization/roleAssignments', resources);
		for (const app of ['endpoints', 'functions'] as const) {
			const own = roles.filter(({ properties }) => String(properties?.principalId).startsWith(`principal of shop-prod-${app}-`));
			expect(own).toHaveLength(grantsOf(app, samplePlan()).length);
			expect(site(app, resources)?.dependsOn).toEqual(expect.arrayContaining(own.map(({ id }) => id)));
		}
	});

	it('is never more than a role on one resource: nothing has one on the group or the subscription', () => {
		const roles = of('Microsoft.Authorization/roleAssignments', deployed(samplePlan()));

		expect(roles.filter(({ scope }) => !/^Microsoft\.(Storage|KeyVault|Insights)\/\w+\/./.test(scope ?? ''))).toEqual([]);
		expect(roles.filter(({ scope }) => /^Microsoft\.KeyVault/.test(scope ?? '') && !scope?.includes('/secrets/'))).toEqual([]);
	});
});
