import {
	chmodSync,
	closeSync,
	mkdirSync,
	openSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode } from '../error-code.ts';
import { Mistake } from '../mistake.ts';

type Texts = Readonly<Record<string, string>>;

type Wanted = {
	readonly folder: string;
	/** New files, by their paths in the folder. */
	readonly created: Texts;
	/** The file that is there already, and its new text. */
	readonly changed: { readonly path: string; readonly text: string };
};

/**
 * Writes all of them or, where one can't be written, none.
 * @throws {Mistake} that names the one
 */
export function writeFiles({ folder, created, changed }: Wanted): void {
	const undo: (() => void)[] = [];
	let path = '';
	try {
		for ([path] of Object.entries(created)) {
			const file = join(folder, path);
			const made = mkdirSync(dirname(file), { recursive: true });
			if (made !== undefined) undo.push(() => rmSync(made, { recursive: true, force: true }));
			createFile(file, created[path] ?? '', undo);
		}
		path = changed.path;
		replaceFile(join(folder, path), changed.text, undo);
	} catch (error) {
		for (const step of undo.reverse()) step();
		throw new Mistake(`${path}: it can not be written (${errorCode(error)}), so nothing was`);
	}
}

/** One that is there already stays as it is. */
function createFile(file: string, text: string, undo: (() => void)[]): void {
	const descriptor = openSync(file, 'wx');
	undo.push(() => rmSync(file, { force: true }));
	try {
		writeFileSync(descriptor, text);
	} finally {
		closeSync(descriptor);
	}
}

/** In one step, so that no reader and no full disk leaves a half of it. */
function replaceFile(file: string, text: string, undo: (() => void)[]): void {
	const real = realpathSync(file);
	if (readFileSync(real, 'utf8') === text) return;
	const draft = `${real}.new`;
	createFile(draft, text, undo);
	chmodSync(draft, statSync(real).mode);
	renameSync(draft, real);
}
