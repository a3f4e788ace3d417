import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { providers } from '../../src/providers/providers.ts';
import { described, samplesOf } from './deliveries.ts';

const root = new URL('../../', import.meta.url);

it('the generated list is what the folder says', () => {
	const { status, stderr } = spawnSync(process.execPath, ['scripts/generate-providers.ts', '--check'], { cwd: root, encoding: 'utf8' });

	expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

it.each(Object.entries(providers))('%s is listed under its own id', (name, { id }) => {
	expect(id).toBe(name);
});

it.each(['samples', 'types'])('every folder or list of %s belongs to a provider', (folder) => {
	const names = readdirSync(new URL(`src/providers/${folder}/`, root)).filter((name) => name !== 'README.md');

	expect(names.map((name) => name.replace(/\.json$/, '')).filter((name) => !Object.hasOwn(providers, name))).toEqual([]);
});

it('every sample has the name of its type', () => {
	const wrong = described.flatMap((provider) => {
		const files = readdirSync(new URL(`src/providers/samples/${provider.id}/`, root));
		const named = samplesOf(provider).map(({ type }) => `${type.replace(/[^\w.-]/g, '_')}.json`);
		return files.filter((file) => !named.includes(file)).map((file) => `${provider.id}/${file}`);
	});

	expect(wrong).toEqual([]);
});
