import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import { previousOf } from '../secret-kinds.ts';
import { checkSecret } from './check-secret.ts';
import type { Desk } from './desk.ts';
import { type NamedSecret, namedSecrets } from './named-secrets.ts';

type Options = { readonly name?: string; readonly previous?: boolean };

/** `sls webhook secrets set`: the value is asked for, checked as the provider's scheme reads it, and put into the stage's secret store. */
export async function secretsSet({ name, previous = false }: Options, desk: Desk): Promise<void> {
	const secret = find(name, desk);
	if (previous && secret.name.endsWith('_PREVIOUS'))
		throw new Mistake('--previous: give it with the name of the current secret, whose value it keeps');
	if (desk.stage === undefined) await desk.secrets.set(secret.name, '', previous);
	const value = await desk.ask(secret.name);
	await checkSecret(value, secret);
	await desk.secrets.set(secret.name, value, previous);
	const also = previous ? `, and what it was until now is valid too, as ${previousOf(secret.name)}` : '';
	desk.print(`${secret.name} is set on ${desk.stage}${also}. Functions take it up within 5 minutes.`);
}

/** The previous value of each has the same form. */
function find(name: string | undefined, desk: Desk): NamedSecret {
	const all = namedSecrets(desk).flatMap((one) => (one.of ? [one, { ...one, name: previousOf(one.name) }] : [one]));
	const names = all.map((one) => one.name);
	if (name === undefined) throw new Mistake('--name: say which one; sls webhook secrets list names them');
	const found = all.find((one) => one.name === name);
	if (found) return found;
	throw new Mistake(`--name: nothing in serverless.yml reads a secret "${name}"${suggest(name, names)}`);
}
