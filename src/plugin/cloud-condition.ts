import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from './mistake.ts';
import { readConfig } from './read-config.ts';

/**
 * The import condition that a command builds with; undefined for a command that builds nothing.
 * @throws {Mistake} when package.json gives `#cloud` no such condition, so that no bundle is built without a cloud or with another's
 */
export function cloudCondition(commands: readonly string[], provider: string, serviceDir: string): string | undefined {
	const [first = '', second = ''] = commands;
	if (first === 'offline') return 'local';
	if (!['package', 'deploy', 'run'].includes(first) && !(first === 'invoke' && second === 'local')) return undefined;
	const { imports } = readConfig(JSON.parse(readFileSync(join(serviceDir, 'package.json'), 'utf8')), 'package.json');
	const clouds = readConfig(readConfig(imports, 'package.json: imports')['#cloud'], 'package.json: imports.#cloud');
	if (Object.hasOwn(clouds, provider)) return provider;
	const built = Object.keys(clouds).filter((name) => name !== 'local');
	const remedy = built.length === 0 ? 'Run it on this machine with `npm start`' : `It may be ${built.join(', ')}`;
	throw new Mistake(
		`sls ${commands.join(' ')}: there is no code for the cloud "${provider}" yet (imports.#cloud in package.json). ${remedy}`,
	);
}
