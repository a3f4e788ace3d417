import { Mistake } from '../mistake.ts';

/** What an event's body has to hold: this text at this path. */
export type Match = { readonly path: readonly string[]; readonly value: string };

/** `data.object.customer_email=a@b.example`. The value may hold whatever it likes, and dots part the path. */
export function readMatch(text: string): Match {
	const at = text.indexOf('=');
	const path = text.slice(0, Math.max(at, 0)).split('.');
	if (at < 1 || path.includes('')) throw new Mistake('--match: give <path>=<value>, such as data.object.customer_email=a@b.example');
	return { path, value: text.slice(at + 1) };
}

/** The texts that a parsed body has at a path; `*` is any element of a list or an object. */
export function textsAt([name, ...rest]: readonly string[], value: unknown): readonly string[] {
	if (typeof value !== 'object' || value === null) return name === undefined ? [String(value)] : [];
	if (name === undefined) return [];
	if (name === '*') return Object.values(value).flatMap((each) => textsAt(rest, each));
	return Object.entries(value).flatMap(([field, each]) => (field === name ? textsAt(rest, each) : []));
}
