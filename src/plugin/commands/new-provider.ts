import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { camelCase } from '../camel-case.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import { isName } from '../new/is-name.ts';
import type { Project } from '../new/project.ts';
import { openSample, providerText } from '../new/provider-text.ts';
import { idsIn, providersModule } from '../new/providers-module.ts';
import { samplePath, sampleText } from '../new/sample-text.ts';
import { schemeQuestions } from '../new/scheme-questions.ts';
import { writeFiles } from '../new/write-files.ts';
import type { Desk } from './desk.ts';

type Options = { readonly name?: string; readonly scheme?: string; readonly type?: string };

const folderOfProviders = 'src/providers';

/** `sls webhook new provider`: writes a descriptor and a sample whose questions are open, which the tests of the providers ask until they are answered. */
export async function newProvider({ name, scheme, type = 'example' }: Options, desk: Desk, { folder }: Project): Promise<void> {
	const id = readId(name);
	const own = readScheme(scheme);
	const path = `${folderOfProviders}/${id}.ts`;
	const created = { [path]: providerText(id, own), [samplePath(id, type)]: sampleText(openSample(type)) };
	const there = Object.keys(created).find((one) => existsSync(join(folder, one)));
	if (there !== undefined) throw new Mistake(`--name: there is a provider "${id}" already: ${there}`);
	const list = providersModule([...idsIn(readdirSync(join(folder, folderOfProviders))), id]);
	writeFiles({ folder, created, changed: { path: `${folderOfProviders}/providers.ts`, text: list } });
	desk.print(`Wrote ${Object.keys(created).join(', ')} and its line in ${folderOfProviders}/providers.ts`);
	desk.print('Answer each question in them and take it away: npm test -- tests/providers names those that are left');
	desk.print('Then follow docs/add-a-provider.md, from npm run generate on');
}

function readId(name: string | undefined): string {
	if (name === undefined) throw new Mistake('--name: say how the provider is to be called, such as acme');
	if (!isName(name)) throw new Mistake(`--name: "${name}" has to be lower case letters, digits and single hyphens, such as acme`);
	// It becomes a constant of its file, beside what is imported there.
	if (reserved.has(camelCase(name))) throw new Mistake(`--name: "${name}" means something else in TypeScript or in the file; take another`);
	return name;
}

function readScheme(scheme: string | undefined): string {
	const names = Object.keys(schemeQuestions);
	if (scheme === undefined) throw new Mistake(`--scheme: say how it proves itself${suggest('', names)}`);
	if (!Object.hasOwn(schemeQuestions, scheme))
		throw new Mistake(`--scheme: there is no "${scheme}" to begin with${suggest(scheme, names)}`);
	return scheme;
}

const reserved = new Set(
	`await break case catch const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof
	interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield class
	json textAt valueAt ed25519Keys ${Object.keys(schemeQuestions).map(camelCase).join(' ')}`.split(/\s+/),
);
