import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newProvider } from '../../../src/plugin/commands/new-provider.ts';
import type { Project } from '../../../src/plugin/new/project.ts';
import { schemeQuestions } from '../../../src/plugin/new/scheme-questions.ts';
import { copyService, type Service } from '../../e2e/copy-service.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let test: TestDesk;
let service: Service;
beforeEach(async () => {
	test = testDesk();
	service = await copyService();
});
afterEach(async () => {
	await test.close();
	await service.remove();
});

const read = (name: string) => readFileSync(join(service.folder, name), 'utf8');
// Sound because it asks only for the folder.
const write = (options: Parameters<typeof newProvider>[0]) => newProvider(options, test.desk(), { folder: service.folder } as Project);

describe('sls webhook new provider', () => {
	it.each(Object.keys(schemeQuestions))('given --scheme %s → a descriptor that can be imported, in the list', async (scheme) => {
		await write({ name: 'my-acme', scheme });

		expect(read('src/providers/my-acme.ts')).toContain('export const myAcme: DirectProvider = {');
		const imports = [...read('src/providers/providers.ts').matchAll(/^import \{ \w+ \} from '\.\/([a-z0-9-]+)\.ts';$/gm)].map(
			([, id]) => id,
		);
		expect(imports).toContain('my-acme');
		expect(imports).toEqual([...imports].sort());
		const { providers } = await import(join(service.folder, 'src/providers/providers.ts'));
		expect(providers['my-acme'].id).toBe('my-acme');
	});

	it('given --type → a sample of it, and what to do next in three lines', async () => {
		await write({ name: 'acme', scheme: 'basic-auth', type: 'repo:push/all' });

		expect(JSON.parse(read('src/providers/samples/acme/repo_push_all.json'))).toEqual({
			type: 'repo:push/all',
			contentType: 'application/json',
			headers: {},
			body: '{"id":"{{id}}","type":"repo:push/all","?":""}',
		});
		expect(test.printed().split('\n')).toEqual([
			'Wrote src/providers/acme.ts, src/providers/samples/acme/repo_push_all.json and its line in src/providers/providers.ts',
			'Answer each question in them and take it away: npm test -- tests/providers names those that are left',
			'Then follow docs/add-a-provider.md, from npm run generate on',
		]);
	});
});

describe('a mistake with sls webhook new provider is one line, and nothing is written', () => {
	const schemes = 'hmac-signature, shared-token, basic-auth, standard-webhooks, public-key-signature';

	it.each([
		[{}, '--name: say how the provider is to be called, such as acme'],
		[{ name: 'Acme' }, '--name: "Acme" has to be lower case letters, digits and single hyphens, such as acme'],
		[{ name: '../acme' }, '--name: "../acme" has to be lower case letters, digits and single hyphens, such as acme'],
		[{ name: 'new' }, '--name: "new" means something else in TypeScript or in the file; take another'],
		[{ name: 'text-at' }, '--name: "text-at" means something else in TypeScript or in the file; take another'],
		[{ name: 'acme' }, `--scheme: say how it proves itself; it may be ${schemes}`],
		[{ name: 'acme', scheme: 'hmac' }, `--scheme: there is no "hmac" to begin with; it may be ${schemes}`],
		[{ name: 'acme', scheme: 'shared-tokn' }, '--scheme: there is no "shared-tokn" to begin with; did you mean "shared-token"?'],
		[{ name: 'stripe', scheme: 'basic-auth' }, '--name: there is a provider "stripe" already: src/providers/stripe.ts'],
		[{ name: 'providers', scheme: 'basic-auth' }, '--name: there is a provider "providers" already: src/providers/providers.ts'],
	])('%o', async (options, message) => {
		const before = read('src/providers/providers.ts');

		await expect(write(options)).rejects.toMatchObject({ name: 'Mistake', message });
		expect(read('src/providers/providers.ts')).toBe(before);
	});
});
