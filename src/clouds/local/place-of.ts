import { relative } from 'node:path';

/** `src/functions/stripe/invoice-paid.ts:12:9`: where in the project's own files an error was thrown. The bundles have source maps for it. */
export function placeOf(error: unknown): string | undefined {
	if (!(error instanceof Error) || typeof error.stack !== 'string') return undefined;
	for (const line of error.stack.split('\n')) {
		const [, file = '', place] = /\(?(?:file:\/\/)?([^\s()]+):(\d+:\d+)\)?$/.exec(line.trimEnd()) ?? [];
		const own = relative(process.cwd(), file);
		// The chain's own files are where every error passes by.
		if (/^src\/functions\//.test(own.replaceAll('\\', '/'))) return `${own}:${place}`;
	}
	return undefined;
}
