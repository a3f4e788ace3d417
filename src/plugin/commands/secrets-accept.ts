import { setTimeout as pause } from 'node:timers/promises';
import type { Openings } from '../../webhook/secrets.ts';
import { type Source, secretName } from '../../webhook/source.ts';
import { bringsSecret } from '../brings-secret.ts';
import { Mistake } from '../mistake.ts';
import type { Desk } from './desk.ts';
import type { SecretState } from './place.ts';
import { readWait } from './read-wait.ts';
import { urls } from './urls.ts';

type Options = { readonly source?: string; readonly wait?: string; readonly show?: boolean };

const openMillis = 10 * 60_000;

/** `sls webhook secrets accept`: opens a source for ten minutes for the secret that its sender brings, and waits for it. */
export async function secretsAccept({ source: wanted, wait = '600', show = false }: Options, desk: Desk): Promise<void> {
	const { source, provider } = desk.source(wanted);
	const patience = readWait(wait, openMillis / 1000);
	if (!bringsSecret(provider)) throw new Mistake(`--source: ${provider.name} brings no secret of its own; ${thoseThatDo(desk)}`);
	const name = secretName(source.name, 'WEBHOOK_SECRET');
	const before = await stateOf(name, desk);
	if (before !== undefined) throw new Mistake(`${name} is set already: ${howToRemove(name, before, desk)}, then accept again`);
	await desk.withStore(async ({ openings }) => {
		const now = Date.now();
		const until = now + openMillis;
		await openings.open(source.name, until);
		desk.print(`${source.name} takes the first secret that is offered, until ${clock(until)}. Set the webhook up at ${provider.name} now:`);
		await urls({}, { ...desk, routes: { ...desk.routes, routes: desk.routes.routes.filter((route) => route.source === source.name) } });
		const waiting = { openings, until: Math.min(until, now + patience), interval: desk.stage === undefined ? 200 : 2000 };
		// One that was kept is set, even where the source could not be closed behind it.
		const taken = (await waitForOffer(source, waiting)) || (await stateOf(name, desk)) !== undefined;
		if (taken) desk.print(`The secret was taken: ${name} is set${desk.stage === undefined ? '' : ` on ${desk.stage}`}.`);
		else {
			desk.print(`Nobody has offered one${now + patience < until ? ` yet; ${source.name} stays open until ${clock(until)}` : ''}.`);
			process.exitCode = 1;
		}
		if (taken && show) desk.print((await desk.secrets.pair(name)).verifying);
	});
}

type Waiting = { readonly openings: Pick<Openings, 'get'>; readonly until: number; readonly interval: number };

/** Only who has taken one closes the source. */
async function waitForOffer({ name }: Source, { openings, until, interval }: Waiting): Promise<boolean> {
	for (;;) {
		if ((await openings.get(name)) === undefined) return true;
		const left = until - Date.now();
		if (left <= 0) return false;
		await pause(Math.min(interval, left));
	}
}

/** A secret that was made up is none that somebody set. */
async function stateOf(name: string, { secrets }: Desk): Promise<SecretState['state'] | undefined> {
	const states = await secrets.states();
	const state = Object.hasOwn(states, name) ? states[name]?.state : undefined;
	return state === 'made up' ? undefined : state;
}

function howToRemove(name: string, state: SecretState['state'], { routes }: Desk): string {
	if (state === 'env') return 'remove it from .env or the environment, start again';
	if (state === 'accepted') return 'remove it from secrets.json beside the store';
	return `aws ssm delete-parameter --name /${routes.service}/${routes.stage}/${name}`;
}

function thoseThatDo({ routes, source }: Desk): string {
	const names = Object.keys(routes.sources).filter((name) => bringsSecret(source(name).provider));
	return names.length > 0 ? `${names.join(', ')} ${names.length === 1 ? 'does' : 'do'}` : 'no source of serverless.yml does';
}

function clock(time: number): string {
	return `${new Date(time).toISOString().slice(11, 19)} UTC`;
}
