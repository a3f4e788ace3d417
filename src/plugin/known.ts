import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { providers } from '../providers/providers.ts';
import { splitHandler } from './check-handler.ts';
import type { Known } from './read-routes.ts';

/** What serverless-esbuild builds, in its order. */
const extensions = ['.ts', '.js', '.jsx', '.tsx'];

/** Reads what the project knows from its files, below the folder of serverless.yml. */
export function knownOf(serviceDir: string): Known {
	return {
		providers,
		types: (provider) => {
			const text = read(join(import.meta.dirname, '..', 'providers', 'types', `${provider}.json`));
			// Sound because the file is the project's own, and a test holds it to its form.
			return text === undefined ? undefined : (JSON.parse(text) as readonly string[]);
		},
		handlerText: (handler) => {
			const file = join(serviceDir, splitHandler(handler).module);
			return extensions.map((extension) => read(file + extension)).find((text) => text !== undefined);
		},
		modules: () => ['endpoints', 'functions'].flatMap((folder) => modulesIn(serviceDir, folder)),
	};
}

/** As a handler names them: without extension, and with `/` on Windows too. */
function modulesIn(serviceDir: string, folder: string): readonly string[] {
	const root = join(serviceDir, 'src', folder);
	if (!existsSync(root)) return [];
	const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => extensions.some((end) => file.endsWith(end)));
	return files
		.map(
			(file) =>
				`src/${folder}/${file
					.replace(/\.\w+$/, '')
					.split(sep)
					.join('/')}`,
		)
		.sort();
}

function read(file: string): string | undefined {
	return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
