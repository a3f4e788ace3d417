import type { SecretPair } from '../../webhook/scheme.ts';
import type { Desk } from '../commands/desk.ts';
import { namedSecrets } from '../commands/named-secrets.ts';
import { namesOf } from '../secret-kinds.ts';

/** Shorter ones stand in any text by chance. */
const shortest = 8;

/** The values of all secrets that this run may know, valid or not. */
export async function knownSecrets(desk: Desk): Promise<readonly string[]> {
	const names = namedSecrets(desk).flatMap(({ name }) => namesOf(name));
	const pairs = await Promise.all(names.map((name) => desk.secrets.pair(name).catch((): SecretPair | undefined => undefined)));
	const values = pairs.flatMap((pair) => (pair ? [pair.verifying, pair.signing] : []));
	return [...new Set(values)].filter((value) => value.length >= shortest);
}

const hidden = 'hidden';

/** The same JSON value without secrets, wherever in it a sender, a function or an answer has put them. */
export function hideSecrets(value: unknown, secrets: readonly string[]): unknown {
	if (typeof value === 'string') return hideIn(value, secrets);
	if (Array.isArray(value)) return value.map((each) => hideSecrets(each, secrets));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, hideSecrets(each, secrets)]));
}

function hideIn(text: string, secrets: readonly string[]): string {
	const bare = secrets.reduce((rest, secret) => rest.replaceAll(secret, hidden), text);
	const read = decoded(bare);
	// Which of its escapes stand for the secret is not worth finding out.
	return read !== bare && secrets.some((secret) => read.includes(secret)) ? hidden : bare;
}

function decoded(text: string): string {
	return text.replace(/(?:%[0-9a-f]{2})+/gi, (octets) => Buffer.from(octets.replaceAll('%', ''), 'hex').toString());
}
