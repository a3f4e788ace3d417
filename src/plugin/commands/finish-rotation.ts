import type { Provider } from '../../webhook/provider.ts';
import type { Source } from '../../webhook/source.ts';
import { retiredName } from '../../webhook/source.ts';
import { previousOf } from '../secret-kinds.ts';
import { countVerified, type Verified } from './count-verified.ts';
import type { Desk } from './desk.ts';
import { table } from './event-line.ts';
import { idleRule } from './idle-rule.ts';
import type { SecretState } from './place.ts';

type Rotation = {
	readonly name: string;
	readonly source: Source;
	readonly provider: Provider;
	readonly json: boolean;
	readonly idle: number;
	readonly previous: SecretState;
	readonly current: SecretState | undefined;
};

/** Shows which of the two secrets verifies, and retires the old one once it is idle. Exit code 1 while it is not. */
export async function finishRotation(rotation: Rotation, desk: Desk): Promise<void> {
	const { name, source, idle, previous, json } = rotation;
	const { takenUpMillis } = desk.secrets;
	const now = Date.now();
	const began = beginning(rotation, desk, now);
	const verified = await desk.withStore(({ events }) => countVerified(events, { source: source.name, since: began }));
	const { at, known } = idleRule({ began, takenUpMillis, idle, verified });
	const isIdle = known && now >= at;
	// What is in the environment is the user's to remove.
	const own = previous.state !== 'env';
	if (isIdle && own) await desk.secrets.retire(name);
	if (!isIdle) process.exitCode = 1;
	const step = isIdle ? (own ? 'retired' : 'to be removed') : 'waiting';
	if (json) return desk.print(JSON.stringify({ source: source.name, name, step, ...told({ verified, began, at }), known }));
	desk.print(tableOf(name, verified));
	if (verified.from > began)
		desk.print(`There are more than these since ${iso(began)}: the newest were counted, back to ${iso(verified.from)}.`);
	for (const line of isIdle ? ended(name, own, desk) : waiting(rotation, { at, known }, desk)) desk.print(line);
}

/** Since when both are set as they are. The environment has no times, but the local run has read it when it began. */
function beginning({ previous, current }: Rotation, { upSince }: Desk, now: number): number {
	const times = [previous, current].map((state) => (state?.state === 'env' ? (upSince ?? now) : state?.changedAt));
	const known = times.filter((time) => time !== undefined);
	return known.length > 0 ? Math.max(...known) : now;
}

function tableOf(name: string, { current, previous }: Verified): string {
	const row = (of: string, { events, last }: Verified['current']) => [of, String(events), last === undefined ? 'none' : iso(last)];
	return table([['SECRET', 'VERIFIED', 'LAST'], row(name, current), row(previousOf(name), previous)]);
}

function told({ verified, began, at }: { verified: Verified; began: number; at: number }): object {
	const count = ({ events, last }: Verified['current']) => ({ events, last: last === undefined ? null : iso(last) });
	const { current, previous, from } = verified;
	return { since: iso(began), countedSince: iso(from), current: count(current), previous: count(previous), idleAt: iso(at) };
}

function ended(name: string, own: boolean, { stage }: Desk): readonly string[] {
	if (!own)
		return [`Nothing signed with the old one comes any more: remove ${previousOf(name)} from .env or the environment, and start again.`];
	const within = stage === undefined ? '' : ` within 5 minutes`;
	return [
		`${previousOf(name)} is retired: what is signed with it is refused${within}.`,
		`It is kept as ${retiredName(name)}, only to tell what was signed with it.`,
	];
}

function waiting({ name, provider, source }: Rotation, { at, known }: { at: number; known: boolean }, { flags }: Desk): readonly string[] {
	const again = `npx sls webhook secrets rotate --source ${source.name}${flags}`;
	return [
		...(known
			? []
			: [`Nothing signed with the new one came yet: set it at ${provider.name}. How its secret is changed there: ${provider.rotation}.`]),
		`${previousOf(name)} stays valid. It may be retired from ${iso(at)} on, if nothing signed with it comes until then: ${again}`,
	];
}

function iso(time: number): string {
	return new Date(time).toISOString();
}
