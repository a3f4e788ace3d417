import { readdirSync } from 'node:fs';
import type { Judge } from './judge.ts';

/** The judges of each provider, by its id: one file each, that is named after the provider. */
export async function allJudges(): Promise<Readonly<Record<string, readonly Judge[]>>> {
	const files = readdirSync(import.meta.dirname).filter((file) => /^[a-z0-9-]+\.ts$/.test(file) && !own.has(file));
	const found = await Promise.all(
		files.sort().map(async (file) => {
			const { judges }: { readonly judges: readonly Judge[] } = await import(`./${file}`);
			return [file.replace('.ts', ''), judges] as const;
		}),
	);
	return Object.fromEntries(found);
}

const own = new Set(['all-judges.ts', 'judge.ts', 'judge-standard-webhooks.ts']);
