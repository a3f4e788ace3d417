import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Handler } from '../../src/middleware/open-trigger.ts';
import type { Platform } from '../../src/middleware/step.ts';
import { stripe } from '../../src/providers/stripe.ts';
import { onEvent, receive } from '../../src/receive.ts';
import type { WebhookEvent } from '../../src/webhook/event.ts';
import type { Monitor } from './monitor.ts';
import type { Scenario } from './scenario.ts';
import type { World } from './world.ts';

/** The handler of a function on a platform, as its bundle would have it. */
export type Build = (name: string, on: Platform) => Handler;

const types: Readonly<Record<string, string>> = { ledger: 'paid', mail: 'paid', strict: 'paid', crm: 'joined', answer: 'asked' };

/** The functions of the scenario: each behaves for an event as the scenario says. */
export function functionsOf(
	{ sent }: Pick<Scenario, 'sent'>,
	{ world, monitor }: { readonly world: World; readonly monitor: Monitor },
): Build {
	const act = async (name: string, event: WebhookEvent) => {
		const { source, id, attempt, rawBody } = event;
		const sha256 = createHash('sha256').update(rawBody).digest('hex');
		await world.step({
			label: `${name} begins ${source} ${id}, attempt ${attempt}`,
			act: () => monitor.began(name, { source, id, attempt, sha256 }),
			// A function fails by itself, not like a call.
			fail: () => undefined,
		});
		const { way, times } = sent.find((one) => one.source === source && one.id === id)?.behaviours[name] ?? { way: 'throw', times: 0 };
		if (attempt > times) await world.wait(50);
		else await misbehave(way);
		monitor.came(name, event);
		return { id, attempt };
	};
	const misbehave = async (way: string) => {
		switch (way) {
			case 'throw':
				throw new Error('no');
			case 'throw a text':
				throw 'no';
			case 'exit':
				world.kill(world.here().instance);
				return await new Promise(() => {});
			case 'overrun':
				return await world.wait(7_000);
			default:
				return await new Promise(() => {});
		}
	};
	return (name, on) => {
		const type = types[name];
		if (type === undefined) return receive(stripe, on);
		const payload = name === 'strict' ? z.object({ amount: z.number() }) : z.unknown();
		return onEvent(stripe, type, { payload, on }, (event) => act(name, event));
	};
}
