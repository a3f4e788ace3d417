import { createHash } from 'node:crypto';
import type { EventKey } from '../../src/webhook/record.ts';
import type { Route, Routes } from '../../src/webhook/source.ts';
import { between, type Chance, pick } from './chance.ts';

/** How a function behaves for an event: the first so many runs fail in this way, then it returns. */
export type Behaviour = { readonly way: 'throw' | 'throw a text' | 'hang' | 'exit' | 'overrun'; readonly times: number };

export type Sent = EventKey & {
	readonly type: string;
	readonly body: Buffer;
	readonly sha256: string;
	/** When its sender posts it first, and any copies that it posts without need; milliseconds since the start. */
	readonly posts: readonly number[];
	readonly behaviours: Readonly<Record<string, Behaviour>>;
	/** Its payload does not fit the function `strict`. */
	readonly misfit: boolean;
};

/** A delivery of somebody who does not know the secret. */
export type Forged = EventKey & { readonly at: number; readonly body: Buffer; readonly how: 'wrong secret' | 'no signature' | 'old' };

export type Scenario = {
	readonly cloud: 'local' | 'aws';
	readonly routes: Routes;
	readonly sent: readonly Sent[];
	readonly forged: readonly Forged[];
	/** An operator sends these again. */
	readonly replays: readonly (EventKey & { readonly at: number })[];
	/** An operator has these forgotten. */
	readonly forgets: readonly (EventKey & { readonly at: number })[];
	/** Its senders send again what was not acknowledged. */
	readonly stubborn: boolean;
	/** When the secret is changed, and when its sender takes the new one. */
	readonly rotation: { readonly at: number; readonly sender: number } | undefined;
	/** When a version is deployed that has this function no more. */
	readonly removal: { readonly at: number; readonly name: string } | undefined;
	/** When all that a queue holds is lost. */
	readonly purge: { readonly at: number; readonly name: string } | undefined;
};

const source = (name: string) => ({ name, provider: 'stripe', maxBody: 1024 * 1024 });
const endpoint = (name: string): Route => ({ function: name, source: name, ack: 'stored', path: `/webhooks/${name}` });
const stored = (name: string, from: string, type: string): Route => ({ function: name, source: from, type, ack: 'stored' });

export const allRoutes: readonly Route[] = [
	endpoint('stripe'),
	endpoint('stripe-eu'),
	stored('ledger', 'stripe', 'paid'),
	stored('mail', 'stripe', 'paid'),
	stored('strict', 'stripe', 'paid'),
	stored('ledger', 'stripe-eu', 'paid'),
	stored('crm', 'stripe', 'joined'),
	{ function: 'answer', source: 'stripe', type: 'asked', ack: 'handled', path: '/webhooks/stripe/answer' },
];

/** `retention`: of one of the sources, in milliseconds. */
export function routesOf(routes: readonly Route[], attempts: number, retention?: number): Routes {
	return {
		service: 'shop',
		stage: 'prod',
		sources: { stripe: { ...source('stripe'), ...(retention !== undefined && { retention }) }, 'stripe-eu': source('stripe-eu') },
		routes,
		retry: { attempts, backoff: 5 },
		timeouts: { ledger: 6, mail: 6, strict: 6, crm: 6, answer: 6 },
	};
}

const minutes = (count: number) => count * 60_000;

export function scenarioOf(chance: Chance, dropped: ReadonlySet<string> = new Set()): Scenario {
	const sent = Array.from({ length: between(1, 7, chance('events')) }, (_, index) => sentOf(index, chance));
	const kept = sent.filter((one, index) => !dropped.has(`event ${index}`) && sent.findIndex((other) => same(one, other)) === index);
	const extra = <One>(name: string, most: number, make: (index: number) => One | undefined) =>
		Array.from({ length: between(0, most, chance(name)) }, (_, index) =>
			dropped.has(`${name} ${index}`) ? undefined : make(index),
		).filter((one) => one !== undefined);
	const some = (name: string, odds: number) => chance(name) < odds && !dropped.has(name);
	const at = (name: string) => between(0, minutes(15), chance(name, 'at'));
	const rotation = at('rotation');
	/** What an operator does with one of the events, at some time. */
	const operated = (what: string, index: number) => {
		if (kept.length === 0) return undefined;
		const { source, id } = pick(kept, chance(what, index));
		return { source, id, at: between(0, minutes(60), chance(what, index, 'at')) };
	};
	return {
		cloud: chance('cloud') < 0.5 ? 'local' : 'aws',
		routes: routesOf(allRoutes, between(2, 6, chance('attempts')), some('retention', 0.3) ? minutes(60) : undefined),
		sent: kept,
		stubborn: true,
		forged: extra('forged', 4, (index) => (kept.length > 0 ? forgedOf(index, pick(kept, chance('forge', index)), chance) : undefined)),
		replays: extra('replays', 2, (index) => operated('replay', index)),
		forgets: some('forgetful', 0.4) ? extra('forgets', 1, (index) => operated('forget', index)) : [],
		rotation: some('rotation', 0.3)
			? { at: rotation, sender: rotation + between(minutes(10), minutes(20), chance('rotation', 'sender')) }
			: undefined,
		removal: some('removal', 0.15) ? { at: at('removal'), name: pick(['ledger', 'crm', 'mail'], chance('removal', 'name')) } : undefined,
		purge: some('purge', 0.15) ? { at: at('purge'), name: pick(['ledger', 'crm', 'mail'], chance('purge', 'name')) } : undefined,
	};
}

const same = (one: EventKey, other: EventKey) => one.source === other.source && one.id === other.id;

function sentOf(index: number, chance: Chance): Sent {
	const of = (name: string) => chance('event', index, name);
	const type = pick(['paid', 'paid', 'paid', 'joined', 'asked', 'unknown'], of('type'));
	const first = between(0, minutes(10), of('at') ** 2);
	const copies = Array.from(
		{ length: Math.max(0, between(-3, 4, of('copies'))) },
		(_, copy) => first + between(0, minutes(30), chance('copy', index, copy) ** 6),
	);
	const misfit = of('misfit') < 0.15;
	return eventOf({
		source: of('source') < 0.7 ? 'stripe' : 'stripe-eu',
		id: `evt_${between(1, 5, of('id'))}`,
		type,
		note: `é\u0000\u2028${index}`,
		padding: of('size') < 0.1 ? between(10_000, 90_000, of('padding')) : 0,
		posts: [first, ...copies],
		behaviours: Object.fromEntries(['ledger', 'mail', 'strict', 'crm', 'answer'].map((name) => [name, behaviourOf(index, name, chance)])),
		misfit,
	});
}

type Plain = Omit<Sent, 'body' | 'sha256'> & { readonly note: string; readonly padding: number };

export function eventOf({ note, padding, ...sent }: Plain): Sent {
	const body = Buffer.from(
		JSON.stringify({
			id: sent.id,
			type: sent.type,
			data: { object: { note, amount: sent.misfit ? 'much' : 1, padding: 'x'.repeat(padding) } },
		}),
	);
	return { ...sent, body, sha256: createHash('sha256').update(body).digest('hex') };
}

function behaviourOf(index: number, name: string, chance: Chance): Behaviour {
	const odds = chance('behaviour', index, name);
	const way = pick(['throw', 'throw', 'throw a text', 'hang', 'exit', 'overrun'] as const, chance('way', index, name));
	if (odds < 0.65) return { way, times: 0 };
	return { way, times: odds < 0.85 ? between(1, 2, chance('times', index, name)) : Number.POSITIVE_INFINITY };
}

function forgedOf(index: number, { source, id, type }: Sent, chance: Chance): Forged {
	return {
		source,
		id,
		at: between(0, minutes(15), chance('forge', index, 'at')),
		body: Buffer.from(JSON.stringify({ id, type, data: { object: { note: 'forged', amount: 1_000_000 } } })),
		how: pick(['wrong secret', 'no signature', 'old'] as const, chance('forge', index, 'how')),
	};
}
