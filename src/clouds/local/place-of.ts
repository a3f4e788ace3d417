import { join } from 'node:path';

/** `src/functions/stripe/invoice-paid.ts:12:9`: where in the project's own files an error was thrown. The bundles have source maps for it. */
export function placeOf(error: unknown): string | undefined {
	const folder = join(process.cwd(), 'src', 'functions');
	// The chain's own files are where every error passes by.
	const line = stackOf(error)
		.split('\n')
		.find((each) => each.startsWith('    at ') && each.includes(folder));
	if (line === undefined) return undefined;
	const [place = ''] = /^[\w./\\:@-]{1,300}/.exec(line.slice(line.indexOf(folder) + folder.length)) ?? [];
	return `src/functions${place}`;
}

/** A function may throw what answers no question. */
function stackOf(error: unknown): string {
	try {
		return error instanceof Error ? String(error.stack) : '';
	} catch {
		return '';
	}
}
