import { describe, expect, it } from '@jest/globals';
import AzureProvider from '../../src/plugin/azure/azure.ts';
import { checkListed } from '../../src/plugin/check-listed.ts';

const configurationFilename = 'serverless.azure.yml';

describe('a provider that osls does not know', () => {
	it('is one line that says what to add where its plugin is not listed', () => {
		expect(() => checkListed('azure', { configurationFilename, pluginManager: { spawn: async () => {}, plugins: [{}] } })).toThrow(
			'plugins: the provider azure needs its own, add "- ./src/plugin/azure/azure.ts" to serverless.azure.yml, as the first',
		);
	});

	it('is fine where it is', () => {
		const listed: object = Object.create(AzureProvider.prototype);

		expect(() =>
			checkListed('azure', { configurationFilename, pluginManager: { spawn: async () => {}, plugins: [listed] } }),
		).not.toThrow();
	});
});
