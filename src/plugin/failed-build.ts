import { endOncePrinted } from './end-process.ts';

type BuildFailure = Error & {
	readonly errors: readonly { readonly text: string; readonly location: { readonly file: string; readonly line: number } | null }[];
};

/**
 * What follows a build that failed. esbuild has shown each mistake in its file already; osls would add esbuild's own stack, and wait for its process for
 * ever. Returns without doing anything for any other failure.
 */
export function failedBuild(failure: unknown, exit?: (code: number) => void): void {
	if (!isBuildFailure(failure)) return;
	const lines = failure.errors.map(({ text, location }) => (location ? `${location.file}:${location.line}: ${text}` : text));
	failure.stack = [...new Set(lines)].join('\n');
	endOncePrinted(exit);
}

function isBuildFailure(failure: unknown): failure is BuildFailure {
	return failure instanceof Error && 'errors' in failure && Array.isArray(failure.errors) && failure.message.startsWith('Build failed');
}
