import { cpSync } from 'node:fs';
import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const project = join(import.meta.dirname, '..', '..');
const copied = ['src', 'package.json', 'serverless.yml'];

export type Service = {
	readonly folder: string;
	/** Where its runs keep their store. */
	readonly dataDir: string;
	/** Writes a file of the service, by its path in it. */
	readonly write: (path: string, text: string) => Promise<void>;
	readonly remove: () => Promise<void>;
};

/** A copy of this project in a temporary folder: a developer's own run, `.env`, store and bundles stay out of it, and its files may be changed. */
export async function copyService(files: Readonly<Record<string, string>> = {}): Promise<Service> {
	const folder = await mkdtemp(join(tmpdir(), 'hookport-e2e-'));
	// A third of the time that the one with promises takes.
	for (const name of copied) cpSync(join(project, name), join(folder, name), { recursive: true });
	await symlink(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction');
	// In one step, so that nothing is built of a half.
	const write = async (path: string, text: string) => {
		const [whole, half] = [join(folder, path), join(folder, `.${Math.random()}.half`)];
		await writeFile(half, text);
		await rename(half, whole);
	};
	for (const [path, text] of Object.entries(files)) await write(path, text);
	return {
		folder,
		dataDir: join(folder, '.webhook'),
		write,
		remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
	};
}
