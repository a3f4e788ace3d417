import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const bytes = 1_024;
const room = 1 << 20;

/** The least that a kilobyte costs which is on the disk: written over what the file holds already, so that the disk's own book-keeping is none of it. */
export function oneSync(folder: string): { readonly synced: () => void; readonly written: () => void; readonly close: () => void } {
	const file = openSync(join(folder, 'limit'), 'w');
	const kilobyte = Buffer.alloc(bytes, 'x');
	let at = 0;
	const written = () => {
		writeSync(file, kilobyte, 0, bytes, at);
		at = (at + bytes) % room;
	};
	writeSync(file, Buffer.alloc(room));
	fdatasyncSync(file);
	const synced = () => {
		written();
		fdatasyncSync(file);
	};
	return { synced, written, close: () => closeSync(file) };
}
