import { join } from 'node:path';
import { write } from '../plugin/aws/package-service.ts';
import { readZip } from '../plugin/aws/read-zip.ts';

/** Writes the files of a zip, which are texts, into a folder. */
export function unzip(zip: string, folder: string): void {
	for (const [path, bytes] of readZip(zip)) write(join(folder, path), bytes.toString());
}
