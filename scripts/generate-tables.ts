// `npm run generate` writes the tables of README.md and docs/ between their markers; with `--check` it only says whether that would change anything.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { givenToCheck, simulated } from '../bench/simulate/tables.ts';
import { diagnoses } from '../src/diagnosis/diagnoses.ts';
import { commands } from '../src/plugin/commands/commands.ts';
import { providers } from '../src/providers/providers.ts';
import { failures } from '../src/webhook/failure.ts';
import { deviations } from '../tests/conformance/deviations/deviations.ts';
import { awsPrices, eventCosts, standingCosts } from './cost-tables.ts';
import { countProviders, describeProviders, tabulateProviders } from './describe-providers.ts';
import { code, table } from './markdown.ts';
import { gatewayTable, limitTable, lineTable, monthTable, otherTrafficTable, priceTable } from './scale-tables.ts';

const root = new URL('../', import.meta.url);

const tables: Readonly<Record<string, () => string>> = {
	'provider-count': () => countProviders(providers),
	'provider-table': () => tabulateProviders(providers),
	'provider-pages': () => describeProviders(providers),
	commands: () =>
		table(
			['command', 'what it does', 'options'],
			Object.entries(commands).map(([name, { usage, options }]) => [
				code(`sls webhook ${name}`),
				usage,
				Object.keys(options)
					.map((option) => code(`--${option}`))
					.join(' '),
			]),
		),
	failures: () =>
		table(
			['code', 'status', 'retry', 'meaning'],
			Object.entries(failures).map(([name, { status, retry, title }]) => [code(name), String(status), retry ? 'yes' : 'no', title]),
		),
	diagnoses: () =>
		table(
			['code', 'what it means', 'what to do'],
			Object.entries(diagnoses).map(([name, { title, remedy }]) => [code(name), title, remedy]),
		),
	deviations: () =>
		table(
			['cloud', 'what it does', 'why, or what we do about it', 'seen in'],
			deviations.map(({ cloud, what, why, link, http, test }) => {
				const seen = [...Object.keys(http ?? {}), ...(test === undefined ? [] : [code(test)])].join('; ') || 'the platform alone';
				return [cloud, what, `${why} ([source](${link}))`, seen];
			}),
		),
	'aws-costs': () => eventCosts('aws'),
	'aws-standing': () => standingCosts('aws'),
	'aws-prices': awsPrices,
	'google-costs': () => eventCosts('google'),
	'google-standing': () => standingCosts('google'),
	'azure-costs': () => eventCosts('azure'),
	'azure-standing': () => standingCosts('azure'),
	'aws-limits': () => limitTable('aws'),
	'google-limits': () => limitTable('google'),
	'azure-limits': () => limitTable('azure'),
	'scale-months': monthTable,
	'scale-lines': lineTable,
	'scale-traffic': otherTrafficTable,
	'scale-gateways': gatewayTable,
	'scale-prices': priceTable,
	...Object.fromEntries(
		Object.entries(simulated).map(([name, tabulate]) => [
			name,
			() => {
				const { head, rows } = tabulate();
				return table(head, rows);
			},
		]),
	),
	'simulated-given': () => `${givenToCheck()}\n`,
};

const marked = /(<!-- ([a-z-]+): written by `npm run generate` -->\n)[\s\S]*?(<!-- \/\2 -->)/g;
// A project that started from this one may have other documents, or none.
const docs = existsSync(new URL('docs/', root)) ? readdirSync(new URL('docs/', root)) : [];
const files = ['README.md', ...docs.map((file) => `docs/${file}`)].filter((file) => existsSync(new URL(file, root)));
for (const file of files) {
	const url = new URL(file, root);
	const text = readFileSync(url, 'utf8');
	const written = text.replace(marked, (whole, start: string, name: string, end: string) => {
		const write = tables[name];
		return write ? start + write() + end : whole;
	});
	if (written === text) continue;
	if (!process.argv.includes('--check')) writeFileSync(url, written);
	else {
		console.error(`${file} is not up to date: run \`npm run generate\`.`);
		process.exitCode = 1;
	}
}
