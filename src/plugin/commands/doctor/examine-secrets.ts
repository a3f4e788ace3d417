import { bringsSecret } from '../../brings-secret.ts';
import { Mistake } from '../../mistake.ts';
import { previousOf } from '../../secret-kinds.ts';
import { secretProblem } from '../check-secret.ts';
import type { Desk } from '../desk.ts';
import { type NamedSecret, namedSecrets } from '../named-secrets.ts';
import type { SecretState } from '../place.ts';
import { howToAccept } from '../secrets-list.ts';
import type { Finding } from './finding.ts';

type States = Readonly<Record<string, SecretState>>;
type Known = { readonly secret: NamedSecret; readonly value: string };

const dayMillis = 24 * 60 * 60 * 1000;
/** In which a sender has long taken up its new secret. */
const rotationDays = 7;

/** Whether each secret that is needed is there, and could work. Values are compared here, and nothing is said of them. */
export async function examineSecrets(desk: Desk): Promise<readonly Finding[]> {
	const states = await desk.secrets.states();
	const all = namedSecrets(desk);
	const examined = await Promise.all(all.map((secret) => examineOne(secret, states, desk)));
	const known = examined.flatMap(({ value, secret }) => (value === undefined ? [] : [{ secret, value }]));
	const findings = [...examined.flatMap((one) => one.findings), ...shared(known)];
	const count = known.filter(({ secret }) => secret.of !== undefined).length;
	return findings.length > 0 ? findings : [{ result: 'ok', what: 'secrets', detail: `set and well-formed: ${count}` }];
}

type Examined = { readonly secret: NamedSecret; readonly value?: string; readonly findings: readonly Finding[] };

async function examineOne(secret: NamedSecret, states: States, desk: Desk): Promise<Examined> {
	const { name } = secret;
	if (!Object.hasOwn(states, name)) return { secret, findings: secret.of ? [missing(secret, desk)] : [] };
	const value = await read(name, desk);
	if (typeof value !== 'string') return { secret, findings: [value] };
	const findings = await problems(name, value, secret);
	if (!Object.hasOwn(states, previousOf(name))) return { secret, value, findings };
	return { secret, value, findings: [...findings, ...(await examinePrevious(secret, value, { states, desk }))] };
}

/** The value; or why it can't be had, which may be right: who looks need not be one who may read. */
async function read(name: string, { secrets }: Desk): Promise<string | Finding> {
	try {
		return (await secrets.pair(name)).verifying;
	} catch (error) {
		if (!(error instanceof Mistake)) throw error;
		return { result: 'warn', what: name, detail: `it is set, and can not be looked at: ${error.message}` };
	}
}

function missing({ name, kind, of }: NamedSecret, desk: Desk): Finding {
	if (desk.stage === undefined)
		return { result: 'warn', what: name, detail: 'it is not set', remedy: 'npm start makes one up; your own goes into .env' };
	const detail = 'it is not set, so its source is answered 503';
	if (kind === 'WEBHOOK_SECRET' && bringsSecret(of?.provider))
		return { result: 'warn', what: name, detail, remedy: howToAccept([name], desk)[0] ?? '' };
	return { result: 'failed', what: name, detail, remedy: `npx sls webhook secrets set --name ${name}${desk.flags}` };
}

const quotes = /^(["'`]).*\1$/s;

async function problems(name: string, value: string, secret: NamedSecret): Promise<readonly Finding[]> {
	const remedy = 'copy it again from where the sender shows it, without anything around it';
	const problem = await secretProblem(value, secret);
	if (problem !== undefined) return [{ result: 'failed', what: name, detail: problem, remedy }];
	return quotes.test(value) ? [{ result: 'warn', what: name, detail: 'the value has quotes around it', remedy }] : [];
}

type Means = { readonly states: States; readonly desk: Desk };

async function examinePrevious(secret: NamedSecret, current: string, { states, desk }: Means): Promise<readonly Finding[]> {
	const name = previousOf(secret.name);
	const value = await read(name, desk);
	if (typeof value !== 'string') return [value];
	if (value === current)
		return [{ result: 'warn', what: name, detail: `it is the same as ${secret.name}, and does nothing`, remedy: 'remove it' }];
	const { changedAt = Date.now() } = states[secret.name] ?? {};
	const days = Math.floor((Date.now() - changedAt) / dayMillis);
	const detail = `it is still valid, ${days} days after its successor was set`;
	const remedy = 'remove it, once the sender signs with the new one alone';
	return [
		...(await problems(name, value, secret)),
		...(days >= rotationDays ? [{ result: 'warn', what: name, detail, remedy } as const] : []),
	];
}

/** Who knows the secret of one source could sign for another. */
function shared(known: readonly Known[]): readonly Finding[] {
	const byValue = Map.groupBy(known, ({ value }) => value);
	return [...byValue.values()].flatMap((group): Finding[] => {
		const names = group.map(({ secret }) => secret.name);
		if (names.length < 2) return [];
		return [
			{ result: 'warn', what: names[0] ?? '', detail: `${names.slice(1).join(' and ')} has the same value`, remedy: 'give each its own' },
		];
	});
}
