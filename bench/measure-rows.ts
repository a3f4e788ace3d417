import { inFreshProcess } from './in-fresh-process.ts';
import type { Line } from './line.ts';

/** The lines of one file of rows, measured in a process of its own. */
export async function measureRows(file: string, { peers }: { readonly peers: boolean }): Promise<readonly Line[]> {
	return (await inFreshProcess('run-row.ts', [file, peers ? 'with-peers' : 'without-peers'])) as readonly Line[];
}
