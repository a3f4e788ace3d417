import type { Provider } from '../../webhook/provider.ts';
import { type Source, secretName } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import { previousOf } from '../secret-kinds.ts';
import { checkSecret } from './check-secret.ts';
import type { Desk } from './desk.ts';
import { finishRotation } from './finish-rotation.ts';
import { readIdle } from './idle-rule.ts';
import type { SecretState } from './place.ts';

type Options = { readonly source?: string; readonly idle?: string; readonly json?: boolean };

type Rotating = { readonly name: string; readonly source: Source; readonly provider: Provider; readonly json: boolean };

/** `sls webhook secrets rotate`: the next right step of changing a source's secret, and what comes after it. */
export async function secretsRotate({ source: wanted, idle, json = false }: Options, desk: Desk): Promise<void> {
	const { source, provider } = desk.source(wanted);
	const idleMillis = readIdle(idle, provider);
	const name = secretName(source.name, 'WEBHOOK_SECRET');
	const rotating = { name, source, provider, json };
	const states = new Map(Object.entries(await desk.secrets.states()));
	const previous = states.get(previousOf(name));
	if (previous === undefined || (await isHalfBegun(name, desk))) return await begin(rotating, states.get(name)?.state, desk);
	if (await desk.piped())
		throw new Mistake(
			`${name}: a rotation is under way, so pipe nothing in; nothing was changed. Without it, this command goes on with it`,
		);
	await finishRotation({ ...rotating, idle: idleMillis, previous, current: states.get(name) }, desk);
}

/** It broke off before the new value was set. */
async function isHalfBegun(name: string, { secrets }: Desk): Promise<boolean> {
	const [current, previous] = await Promise.all([secrets.pair(name), secrets.pair(previousOf(name))]);
	return current.verifying === previous.verifying;
}

async function begin({ name, source, provider, json }: Rotating, state: SecretState['state'] | undefined, desk: Desk): Promise<void> {
	const { secrets, stage, flags } = desk;
	if (state === 'env') throw new Mistake(howToBegin(name));
	if (state === 'accepted')
		throw new Mistake(
			`${name} was brought by ${provider.name}: remove it from secrets.json beside the store, then secrets accept takes another`,
		);
	// It says how to set it.
	if (state === undefined) await secrets.pair(name);
	if (state === 'made up') {
		if (await desk.piped()) throw new Mistake(`${name}: the local run makes its secrets up, so pipe nothing in; your own go into .env`);
		await secrets.makeUp?.(name, provider.scheme.generate());
	} else {
		const value = await desk.ask(name);
		await checkSecret(value, { name, kind: 'WEBHOOK_SECRET', of: { source, provider } });
		// Somebody else may have begun while the value was typed, and the old one stands in only one place then.
		if (Object.hasOwn(await secrets.states(), previousOf(name)) && !(await isHalfBegun(name, desk)))
			throw new Mistake(`${name}: a rotation was begun elsewhere meanwhile; nothing was changed`);
		await secrets.set(name, value, true);
	}
	if (json) return desk.print(JSON.stringify({ source: source.name, name, step: 'begun' }));
	const set = stage === undefined ? 'is made up anew' : `is set on ${stage}`;
	desk.print(`${name} ${set}, and what it was until now is valid too, as ${previousOf(name)}.`);
	if (stage !== undefined) desk.print('Functions take it up within 5 minutes.');
	if (state === 'made up') desk.print(`The new value is in ${secrets.file}, under ${name}.`);
	desk.print(`Now set it at ${provider.name}. How its secret is changed there: ${provider.rotation}.`);
	desk.print(`Then see which of the two verifies: npx sls webhook secrets rotate --source ${source.name}${flags}`);
}

function howToBegin(name: string): string {
	return `${name} is in .env or the environment: write its value there as ${previousOf(name)}, the new one as ${name}, start again, then repeat the command`;
}
