import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

type Entry = {
	readonly version?: string;
	readonly integrity?: string;
	readonly resolved?: string;
	readonly link?: boolean;
	readonly dev?: boolean;
	readonly license?: string;
	readonly hasInstallScript?: boolean;
};
type Lock = { readonly lockfileVersion: number; readonly packages: Readonly<Record<string, Entry>> };
type Manifest = {
	readonly dependencies: Readonly<Record<string, string>>;
	readonly devDependencies: Readonly<Record<string, string>>;
	readonly allowScripts: Readonly<Record<string, boolean>>;
};
type Component = { readonly name: string; readonly version: string; readonly hashes: readonly { readonly content: string }[] };

const root = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const lock: Lock = JSON.parse(read('package-lock.json'));
const manifest: Manifest = JSON.parse(read('package.json'));
const page = read('docs/dependencies.md');

const nameOf = (path: string) => path.replace(/^.*node_modules\//, '');
const entries = Object.entries(lock.packages).filter(([path]) => path !== '');
const runTime = entries.filter(([, { dev }]) => dev !== true).map(([path, entry]) => [nameOf(path), entry] as const);
const failing = (wrong: (entry: Entry) => boolean) => entries.filter(([, entry]) => wrong(entry)).map(([path]) => path);

describe('the run-time dependencies', () => {
	it('are those that the page has a reason and the licence for', () => {
		const [table = ''] = page.split('\n\n').filter((block) => block.startsWith('| package | why | licence |'));
		const rows = [...table.matchAll(/^\| `([^`]+)` \| (.+) \| ([^|]+) \|$/gm)].map(([, name = '', , licence]) => [name, licence]);

		const licences = Object.keys(manifest.dependencies).map((name) => [name, lock.packages[`node_modules/${name}`]?.license]);
		expect(rows.sort()).toEqual(licences.sort());
	});

	it('are as many as the page says, with all that they bring', () => {
		const brought = runTime.map(([name]) => name).filter((name) => !Object.hasOwn(manifest.dependencies, name));
		const named = brought.map((name) => `\`${name}\``).join(' and ');

		expect(page).toContain(
			`**${Object.keys(manifest.dependencies).length} packages**, which bring ${brought.length} more (${named}): ${runTime.length} in all.`,
		);
	});

	it('run no script when they are installed', () => {
		expect(runTime.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
	});

	// npm 11 leaves out what a development dependency brings as well.
	const left = ['cookie'];
	it('are what `npm sbom` lists, with the digests of the lock file', () => {
		const args = ['sbom', '--omit=dev', '--sbom-format', 'cyclonedx', '--package-lock-only', '--offline'];
		const { stdout } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
		const { components }: { components: readonly Component[] } = JSON.parse(stdout);

		const listed = components.map(({ name, version, hashes: [hash] }) => [name, version, hash?.content]);
		const deployed = runTime.map(([name, { version, integrity }]) => [name, version, hexOf(integrity)]);
		expect(listed.sort()).toEqual(deployed.filter(([name = '']) => !left.includes(name)).sort());
	}, 60_000);
});

describe('the lock file', () => {
	it('has a SHA-512 of each package, for every platform', () => {
		expect(lock.lockfileVersion).toBe(3);
		expect(failing(({ integrity = '' }) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity))).toEqual([]);
	});

	it('takes each from the registry that npm is set to: no address, no folder, no repository', () => {
		expect(
			failing(({ resolved, link, version = '' }) => resolved !== undefined || link === true || !/^\d+\.\d+\.\d+/.test(version)),
		).toEqual([]);
	});

	it('says of each package with an install script whether it may run', () => {
		const scripted = entries.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));

		expect([...new Set(scripted)].sort()).toEqual(Object.keys(manifest.allowScripts).sort());
	});

	it('is of the exact versions that package.json asks for', () => {
		const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

		const other = asked.filter(([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version.replace(/^npm:[^@]+@/, ''));

		expect(other).toEqual([]);
	});
});

function hexOf(integrity = ''): string {
	return Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
}
