import type { Provider } from '../webhook/provider.ts';
import type { RedactionRule } from '../webhook/redaction.ts';
import type { Source } from '../webhook/source.ts';
import { Mistake } from './mistake.ts';
import { type Config, readConfig, readList } from './read-config.ts';

/** What a source says about how its bodies are kept: `redact`, `encrypt` and `retention`. */
export function readKeeping(
	{ redact, encrypt, retention }: Config,
	where: string,
	provider: Provider,
): Pick<Source, 'redact' | 'encrypt' | 'retention'> {
	if (encrypt !== undefined && encrypt !== null && typeof encrypt !== 'boolean')
		throw new Mistake(`${where}.encrypt: it must be true or false`);
	const rules = readRules(redact, `${where}.redact`);
	// Whoever wrote it believes that something is left out.
	if (redact !== undefined && redact !== null && rules.length === 0)
		throw new Mistake(`${where}.redact: it names no path in drop or hash; list some, or leave it out`);
	if (rules.length > 0 && !Object.values(provider.contentTypes).some((parse) => parse.redact))
		throw new Mistake(
			`${where}.redact: bodies of ${provider.id} are of no format that can be redacted; leave it out, or set encrypt: true`,
		);
	const kept = readDuration(retention, `${where}.retention`);
	return {
		...(rules.length > 0 && { redact: rules }),
		...(encrypt === true && { encrypt }),
		...(kept !== undefined && { retention: kept }),
	};
}

const hour = 60 * 60 * 1000;
const longest = 30 * 24 * hour;

function readDuration(value: unknown, where: string): number | undefined {
	if (value === undefined || value === null) return undefined;
	const [, digits = '', unit = ''] = /^(\d{1,4}) ?([hd])$/.exec(String(value)) ?? [];
	const millis = Number(digits) * (unit === 'd' ? 24 : 1) * hour;
	if (millis >= hour && millis <= longest) return millis;
	throw new Mistake(`${where}: it must be a time from 1h to 30d, such as 12h or 3d, not "${String(value)}"`);
}

function readRules(value: unknown, where: string): readonly RedactionRule[] {
	const { drop, hash } = readConfig(value, where, ['drop', 'hash']);
	const dropped = readPaths(drop, `${where}.drop`);
	const hashed = readPaths(hash, `${where}.hash`);
	const both = hashed.find((path) => dropped.includes(path));
	if (both !== undefined) throw new Mistake(`${where}: "${both}" is both in drop and in hash; leave it in one of them`);
	const rules = (paths: readonly string[], act: RedactionRule['act']) => paths.map((path) => ({ path: path.split('.'), act }));
	return [...rules(dropped, 'drop'), ...rules(hashed, 'hash')];
}

/** `$`, `[0]` and `[*]` are of other languages of paths, and would be keys that no body has. */
const segment = /^(\*|(?!\$$)[^*]+)$/;

function readPaths(value: unknown, where: string): readonly string[] {
	if (value === undefined || value === null) return [];
	const paths = readList(value, where);
	const wrong = paths.find((path) => /\[(\d+|\*|)\]/.test(path) || !path.split('.').every((each) => segment.test(each)));
	if (wrong === undefined) return paths;
	throw new Mistake(`${where}: "${wrong}" is no path; write keys with dots between them, and * for every key or element: items.*.email`);
}
