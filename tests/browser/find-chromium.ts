import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The machine's own Chromium: what CHROMIUM names, or the first on the PATH. */
export function findChromium(): string | undefined {
	const { CHROMIUM, PATH = '' } = process.env;
	if (CHROMIUM) return CHROMIUM;
	const places = names.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)));
	return places.find(isExecutable);
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
