import { Mistake } from '../mistake.ts';
import { readConfig } from '../read-config.ts';
import type { Functions } from '../serverless.ts';

/** What the platform and the gateway set themselves. */
const taken = /^(WEBHOOK_|AzureWebJobs|AZURE_|APPLICATIONINSIGHTS_|APPINSIGHTS_|FUNCTIONS_|WEBSITE_|SCM_|ENABLE_ORYX_BUILD$)/i;

type Environment = Readonly<Record<string, string>>;

/**
 * `environment` of the provider and of functions, as the one that all functions of their app share.
 * @throws {Mistake} where two functions say different things, or one of ours is named
 */
export function readEnvironment(common: unknown, functions: Readonly<Record<string, Pick<Functions[string], 'environment'>>>): Environment {
	const all = new Map<string, string>(Object.entries(readOne(common, 'provider.environment')));
	const from = new Map([...all.keys()].map((key) => [key, 'provider']));
	for (const [name, { environment }] of Object.entries(functions)) {
		for (const [key, value] of Object.entries(readOne(environment, `function "${name}": environment`))) {
			const other = from.get(key);
			if (other !== undefined && all.get(key) !== value)
				throw new Mistake(
					`function "${name}": environment.${key} is another of ${other}, and all functions on Azure run in one app: give them one value, or two names`,
				);
			all.set(key, value);
			from.set(key, `function "${name}"`);
		}
	}
	return Object.fromEntries(all);
}

function readOne(value: unknown, where: string): Environment {
	const entries = Object.entries(readConfig(value, where)).map(([key, each]) => {
		// https://learn.microsoft.com/en-us/azure/app-service/configure-common: on Linux a name is one of the shell.
		if (!/^[A-Za-z_]\w*$/.test(key)) throw new Mistake(`${where}.${key}: a name is letters, digits and _`);
		if (taken.test(key)) throw new Mistake(`${where}.${key}: that one is set by the gateway or by Azure, remove it`);
		if (!['string', 'number', 'boolean'].includes(typeof each)) throw new Mistake(`${where}.${key}: it must be a text`);
		// ARM would evaluate what begins and ends so: https://learn.microsoft.com/en-us/azure/azure-resource-manager/templates/template-expressions#escape-characters
		return [key, String(each).replace(/^(\[[\s\S]*\])$/, '[$1')] as const;
	});
	return Object.fromEntries(entries);
}
