import { describe, expect, it } from '@jest/globals';
import { templateOf } from '../../../../src/plugin/azure/template.ts';
import { deployTemplate } from '../fake-arm/deploy-template.ts';
import { samplePlan } from '../sample-plan.ts';
import { isInstalled, loadModels } from './models.ts';
import { problemsOf } from './problems-of.ts';

if (!isInstalled) console.warn('skipped: Microsoft’s models are not installed (npm ci --prefix tests/plugin/azure/arm --ignore-scripts).');

const models = isInstalled ? await loadModels() : {};
const plan = samplePlan({ operators: ['99999999-8888-7777-6666-555555555555'] });
const { resources } = deployTemplate(templateOf(plan), { subscription: 'sub', group: 'shop', parameters: { vaultMode: 'default' } });

/** What of a resource is for the deployment, not for its provider. */
const ours = new Set(['id', 'type', 'apiVersion', 'name', 'scope', 'dependsOn']);
const bodyOf = (resource: object) => Object.fromEntries(Object.entries(resource).filter(([key]) => !ours.has(key)));
const judge = (type: string, body: object) => {
	const model = models[type];
	return model ? problemsOf(body, model.root, model.all, type) : [`${type}: no model`];
};

(isInstalled ? describe : describe.skip)('each resource of the template, as Microsoft’s clients know it', () => {
	it('has no property that its type does not have, none of another kind, and lacks none', () => {
		const problems = resources.flatMap((resource) => judge(resource.type, bodyOf(resource)));

		expect(problems).toEqual([]);
		expect(new Set(resources.map(({ type }) => type))).toEqual(new Set(Object.keys(models)));
	});

	it.each([
		[
			'a property that is not known',
			{ functionAppConfig: { scaleAndConcurrency: { instanceMemory: 512 } } },
			'instanceMemory: it is not known',
		],
		['one of another kind', { httpsOnly: 'yes' }, 'httpsOnly: a boolean'],
		['a number as text', { functionAppConfig: { scaleAndConcurrency: { maximumInstanceCount: '40' } } }, 'maximumInstanceCount: a number'],
		['one that can only be read', { defaultHostName: 'x' }, 'defaultHostName: it can only be read'],
	])('is refused with %s', (_, properties, line) => {
		expect(judge('Microsoft.Web/sites', { location: 'westeurope', properties }).join('\n')).toContain(line);
	});

	it('is refused without what it needs', () => {
		expect(judge('Microsoft.KeyVault/vaults', { location: 'westeurope', properties: {} })).toEqual([
			'Microsoft.KeyVault/vaults.properties.tenantId: it is missing',
		]);
	});
});
