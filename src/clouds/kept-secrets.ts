import type { ReadableSecrets } from '../webhook/secrets.ts';

/** What a store has of the names that it is asked for. */
export type ReadSecrets = (names: readonly string[]) => Promise<ReadonlyMap<string, string>>;

type Reading = { readonly at: number; readonly value: Promise<string | undefined> };
type Refresh = { readonly at: number; readonly changed: Promise<boolean>; over: boolean };

type Options = {
	readonly read: ReadSecrets;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** Values that are known from the start. */
	readonly known?: ReadonlyMap<string, string>;
};

/** How long a value is good for. */
export const keptMillis = 5 * 60_000;
const refreshMillis = 60_000;

/**
 * Secrets of a store, kept for 5 minutes and read anew at most once a minute. When the store can't be reached and nothing is kept, asking fails: who does not
 * know the secret must not judge.
 */
export function keptSecrets({ read: readAll, now, known = new Map() }: Options): ReadableSecrets & {
	/** Reads a value anew when it is next asked for. */
	readonly lose: (name: string) => void;
} {
	const readings = new Map<string, Reading>([...known].map(([name, value]) => [name, { at: now(), value: Promise.resolve(value) }]));
	const refreshes = new Map<string, Refresh>();
	const read = together(readAll);
	const keep = (name: string, value: Promise<string | undefined>) => {
		const reading = { at: now(), value };
		readings.set(name, reading);
		value.catch(() => readings.get(name) === reading && readings.delete(name));
		return value;
	};
	const get = (name: string) => {
		const kept = readings.get(name);
		return kept && now() - kept.at < keptMillis ? kept.value : keep(name, read(name));
	};
	// What is kept stays until there is something new: a read that fails must take nothing away.
	const renew = async (names: readonly string[]) => {
		const before = await Promise.all(names.map((name) => readings.get(name)?.value));
		const after = await Promise.all(names.map(read));
		names.forEach((name, index) => void keep(name, Promise.resolve(after[index])));
		return names.some((_, index) => before[index] !== after[index]);
	};
	const refresh = async (name: string) => {
		const last = refreshes.get(name);
		if (last && now() - last.at < refreshMillis) {
			// Whoever comes when it is over has seen the new values already, and one who is told that it failed fails too.
			const { over } = last;
			return (await last.changed) && !over;
		}
		const current: Refresh = { at: now(), changed: renew([name, `${name}_PREVIOUS`]), over: false };
		refreshes.set(name, current);
		return await current.changed.finally(() => {
			current.over = true;
		});
	};
	return { get, refresh, lose: (name) => void readings.delete(name) };
}

/** Names that are asked for at once are read in one call. */
function together(readAll: ReadSecrets): (name: string) => Promise<string | undefined> {
	let names: string[] = [];
	let next: ReturnType<ReadSecrets> | undefined;
	return async (name) => {
		names.push(name);
		next ??= Promise.resolve().then(() => {
			const all = names;
			names = [];
			next = undefined;
			return readAll(all);
		});
		return (await next).get(name);
	};
}
