import { secretName } from '../../webhook/source.ts';
import { bringsSecret } from '../brings-secret.ts';
import { namesOf } from '../secret-kinds.ts';
import type { Desk } from './desk.ts';
import { table } from './event-line.ts';
import { type NamedSecret, namedSecrets } from './named-secrets.ts';
import type { SecretState } from './place.ts';

type Line = {
	readonly name: string;
	readonly state: SecretState['state'] | 'missing' | 'not set';
	readonly changedAt?: string;
	/** What the provider calls it, where the provider's own is still to be set. */
	readonly what?: string;
};

/** `sls webhook secrets list`: which secrets the service needs, and whether each is set. No value, and nothing about one. */
export async function secretsList({ json = false }: { readonly json?: boolean }, desk: Desk): Promise<void> {
	const states = await desk.secrets.states();
	const lines = namedSecrets(desk).flatMap((secret) => [
		explained(line(secret.name, states, secret.of ? 'missing' : 'not set'), secret),
		...namesOf(secret.name)
			.slice(1)
			.flatMap((former) => (Object.hasOwn(states, former) ? [line(former, states, 'missing')] : [])),
	]);
	if (json) {
		for (const each of lines) desk.print(JSON.stringify(each));
		return;
	}
	desk.print(
		table([
			['NAME', 'STATE', 'CHANGED', 'WHAT IT IS'],
			...lines.map(({ name, state, changedAt = '', what = '' }) => [name, state, changedAt, what]),
		]),
	);
	const missing = lines.filter(({ state }) => state === 'missing');
	if (missing.length > 0) desk.print(howToSet(missing[0]?.name ?? '', desk));
	for (const way of howToAccept(
		missing.map(({ name }) => name),
		desk,
	))
		desk.print(way);
}

/** The names of those that sources need and have not. */
export async function missingSecrets(desk: Desk): Promise<readonly string[]> {
	const states = await desk.secrets.states();
	const needed = namedSecrets(desk).filter((secret: NamedSecret) => secret.of !== undefined);
	return needed.map(({ name }) => name).filter((name) => !Object.hasOwn(states, name));
}

export function howToSet(name: string, { stage, flags }: Pick<Desk, 'stage' | 'flags'>): string {
	if (stage === undefined) return 'A missing one is made up by npm start; your own go into .env.';
	return `Set one with: npx sls webhook secrets set --name ${name}${flags}`;
}

/** Of the missing ones, those that senders bring. */
export function howToAccept(missing: readonly string[], { routes, source: named, flags }: Desk): readonly string[] {
	return Object.keys(routes.sources).flatMap((name) =>
		bringsSecret(named(name).provider) && missing.includes(secretName(name, 'WEBHOOK_SECRET'))
			? [`${named(name).provider.name} brings its own: npx sls webhook secrets accept --source ${name}${flags}`]
			: [],
	);
}

function line(name: string, states: Readonly<Record<string, SecretState>>, otherwise: Line['state']): Line {
	const known = Object.hasOwn(states, name) ? states[name] : undefined;
	if (known === undefined) return { name, state: otherwise };
	return { name, state: known.state, ...(known.changedAt !== undefined && { changedAt: new Date(known.changedAt).toISOString() }) };
}

function explained(known: Line, { kind, of }: NamedSecret): Line {
	const isOpen = known.state === 'missing' || known.state === 'made up';
	return kind === 'WEBHOOK_SECRET' && of !== undefined && isOpen ? { ...known, what: of.provider.secret } : known;
}
