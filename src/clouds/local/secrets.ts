import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secrets } from '../../webhook/ports.ts';

/** The environment first (`.env` is loaded into it), then `<dataDir>/secrets.json`: `{ [name]: { verifying, signing } }`, read again whenever it changed. */
export function createSecrets(dataDir: string): Secrets {
	const file = join(dataDir, 'secrets.json');
	let read: { readonly changed: number; readonly secrets: unknown } | undefined;
	const kept = async (name: string): Promise<string | undefined> => {
		const changed = await lastChange(file);
		if (changed === undefined) return undefined;
		if (read?.changed !== changed) read = { changed, secrets: parse(await readFile(file, 'utf8'), file) };
		return verifying(read.secrets, name);
	};
	// Blank is as good as not set, as it is where secrets are made up.
	return {
		get: async (name) => (process.env[name]?.trim() ? process.env[name] : await kept(name)),
		// The current secret and the one before are read one after the other, and the file may have changed in between. Whatever is asked for next is read anew.
		refresh: async () => true,
	};
}

async function lastChange(file: string): Promise<number | undefined> {
	return (await stat(file).catch(() => undefined))?.mtimeMs;
}

function parse(text: string, file: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// The parser's own message quotes the text, and the text is secrets.
		throw new Error(`${file} is not JSON. Remove it, and secrets are made up again.`);
	}
}

function verifying(secrets: unknown, name: string): string | undefined {
	if (typeof secrets !== 'object' || secrets === null || !Object.hasOwn(secrets, name)) return undefined;
	const pair: unknown = Reflect.get(secrets, name);
	if (typeof pair !== 'object' || pair === null || !('verifying' in pair)) return undefined;
	return typeof pair.verifying === 'string' ? pair.verifying : undefined;
}
