import { sameToken } from '../../webhook/same-token.ts';
import type { Secrets } from '../../webhook/secrets.ts';
import { AwsError } from './aws-error.ts';
import type { JsonCall } from './call-json.ts';

type Options = {
	readonly ssm: JsonCall;
	/** `/<service>/<stage>/`. */
	readonly prefix: string;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
};

type Values = ReadonlyMap<string, string>;
type Reading = { readonly at: number; readonly value: Promise<string | undefined> };
type Refresh = { readonly at: number; readonly changed: Promise<boolean>; over: boolean };

const keptMillis = 5 * 60_000;
const refreshMillis = 60_000;

/**
 * Parameters of SSM, kept for 5 minutes and read anew at most once a minute. When SSM can't be reached and nothing is kept, asking fails: who does not
 * know the secret must not judge.
 */
export function createSecrets({ ssm, prefix, now }: Options): Secrets {
	const readings = new Map<string, Reading>();
	const refreshes = new Map<string, Refresh>();
	const read = together((names) => readParameters(ssm, prefix, names));
	const keep = (name: string, value: Promise<string | undefined>) => {
		const reading = { at: now(), value };
		readings.set(name, reading);
		value.catch(() => readings.get(name) === reading && readings.delete(name));
		return value;
	};
	const get = async (name: string) => {
		const kept = readings.get(name);
		return await (kept && now() - kept.at < keptMillis ? kept.value : keep(name, read(name)));
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
	const offer = async (name: string, value: string) => {
		try {
			await ssm('PutParameter', { Name: prefix + name, Value: value, Type: 'SecureString', Overwrite: false });
			return true;
		} catch (error) {
			if (!(error instanceof AwsError && error.code === 'ParameterAlreadyExists')) throw error;
			// A first attempt whose answer got lost may have put it.
			const set = (await readParameters(ssm, prefix, [name])).get(name);
			return set !== undefined && sameToken(set, [value]);
		} finally {
			readings.delete(name);
		}
	};
	return { get, refresh, offer };
}

/** Names that are asked for at once are read in one call. */
function together(readAll: (names: readonly string[]) => Promise<Values>): (name: string) => Promise<string | undefined> {
	let names: string[] = [];
	let next: Promise<Values> | undefined;
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

async function readParameters(ssm: JsonCall, prefix: string, names: readonly string[]): Promise<Values> {
	const { Parameters } = await ssm('GetParameters', { Names: names.map((name) => prefix + name), WithDecryption: true });
	// Sound because the API says so: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
	const found = Parameters as readonly { readonly Name: string; readonly Value: string }[];
	return new Map(found.map(({ Name, Value }) => [Name.slice(prefix.length), Value]));
}
