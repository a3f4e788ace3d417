import { Mistake } from './mistake.ts';
import { suggest } from './nearest.ts';

export type Config = Readonly<Record<string, unknown>>;

/** The value as an object with no other keys than these (any, without a list). `where` begins the message of a mistake. */
export function readConfig(value: unknown, where: string, keys?: readonly string[]): Config {
	if (value === undefined || value === null) return {};
	if (typeof value !== 'object' || Array.isArray(value)) throw new Mistake(`${where}: it must be a map of keys and values`);
	const unknown = Object.keys(value).find((key) => keys !== undefined && !keys.includes(key));
	if (unknown !== undefined) throw new Mistake(`${where}: unknown key "${unknown}"${suggest(unknown, keys ?? [])}`);
	// Sound because every object that is no array is a record of unknown values.
	return value as Config;
}

export function readText(value: unknown, where: string): string {
	if (typeof value !== 'string' || value === '') throw new Mistake(`${where}: it must be a text that is not empty`);
	return value;
}

export function readList(value: unknown, where: string): readonly string[] {
	if (!Array.isArray(value) || value.length === 0) throw new Mistake(`${where}: it must be a list that is not empty`);
	return value.map((item) => readText(item, where));
}
