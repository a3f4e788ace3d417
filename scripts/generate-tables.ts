// `npm run generate` writes the tables of README.md and docs/ between their markers; with `--check` it only says whether that would change anything.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { commands } from '../src/plugin/commands/commands.ts';
import { providers } from '../src/providers/providers.ts';
import { failures } from '../src/webhook/failure.ts';
import type { Provider, ProviderFamily } from '../src/webhook/provider.ts';
import { costHead, costRows, priceHead, priceRows } from './aws-costs.ts';

const root = new URL('../', import.meta.url);

const tables: Readonly<Record<string, () => string>> = {
	providers: () =>
		table(
			['provider', 'source name', 'scheme', 'may send again for', 'not signed'],
			Object.values(providers).map((each) => providerRow(each)),
		),
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
	'aws-costs': () => table(costHead, costRows()),
	'aws-prices': () => table(priceHead, priceRows()),
};

function providerRow(each: Provider | ProviderFamily): readonly string[] {
	const configured = (more: object) => ('configure' in each ? each.configure({ header: 'x-signature', ...more }) : each);
	const all = [configured({}), configured({ timestamp: 'x-time' })] as const;
	const schemes = new Set(all.map(({ scheme }) => code(scheme.name)));
	const { id, name, docs, retryHorizon, unsigned } = all[0];
	return [`[${name}](${docs})`, code(id), [...schemes].join(' or '), duration(retryHorizon), unsigned];
}

function duration(seconds: number): string {
	const [unit, size] =
		seconds % 86_400 === 0 ? (['day', 86_400] as const) : seconds % 3600 === 0 ? (['hour', 3600] as const) : (['minute', 60] as const);
	const count = seconds / size;
	return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function code(text: string): string {
	return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

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
