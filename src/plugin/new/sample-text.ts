import type { Sample } from '../commands/sample.ts';

/** Where the sample of a type is. A type may hold what a name of a file can't. */
export function samplePath(provider: string, type: string): string {
	return `src/providers/samples/${provider}/${type.replace(/[^\w.-]/g, '_')}.json`;
}

export function sampleText(sample: Sample): string {
	return `${JSON.stringify(sample, undefined, '\t')}\n`;
}
