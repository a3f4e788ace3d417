import { layOut } from '../diagnosis/json-layouts.ts';

/** JSON with one member a line. Every token stays as it was written: `1.0` and numbers of twenty digits too. Undefined for what is no object or list in JSON. */
export function layOutJson(text: string): string | undefined {
	return isJson(text) ? layOut(text, { indent: '  ' }) || undefined : undefined;
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
