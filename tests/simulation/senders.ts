import { replay } from '../../src/plugin/commands/replay.ts';
import { stripe } from '../../src/providers/stripe.ts';
import type { Delivery } from '../../src/webhook/delivery.ts';
import { secretName } from '../../src/webhook/source.ts';
import { delivery } from '../local-platform.ts';
import type { Cluster } from './cluster.ts';
import type { Monitor } from './monitor.ts';
import type { Forged, Scenario, Sent } from './scenario.ts';
import type { World } from './world.ts';

type Stage = { readonly world: World; readonly monitor: Monitor; readonly cluster: Cluster };

const secrets = { old: 'whsec_the_old_one', next: 'whsec_the_next_one', wrong: 'whsec_a_guess' };
const secondsBetween = [5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 28800, 28800, 28800];
/** After so long a sender takes it that no answer will come. */
const patience = 10_000;

/** Everybody outside: senders that try again, forgers, operators. */
export function startSenders(scenario: Scenario, { world, monitor, cluster }: Stage): void {
	const names = ['stripe', 'stripe-eu'].map((source) => secretName(source, 'WEBHOOK_SECRET'));
	for (const name of names) cluster.setSecret(name, secrets.old);
	const { rotation, removal, purge } = scenario;
	if (rotation) {
		world.after(rotation.at, () => {
			for (const name of names) {
				cluster.setSecret(name, secrets.next);
				cluster.setSecret(`${name}_PREVIOUS`, secrets.old);
			}
		});
	}
	if (removal) {
		const { routes } = scenario;
		world.after(removal.at, () => cluster.deploy({ ...routes, routes: routes.routes.filter((route) => route.function !== removal.name) }));
	}
	if (purge) world.after(purge.at, () => cluster.purge(purge.name));

	const secretNow = () => (rotation && world.elapsed() >= rotation.sender ? secrets.next : secrets.old);
	const post = async (one: Sent, cause: string, tries: number): Promise<void> => {
		const signed = stripe.scheme.sign(unsigned(one, world.now()), secretNow());
		const reply = await Promise.race([cluster.deliver(signed, cause), world.wait(patience).then(() => undefined)]);
		if (reply) monitor.answered(one, reply, cluster.find(one));
		const pause = scenario.stubborn ? secondsBetween[tries] : undefined;
		if ((reply === undefined || reply.status >= 300) && pause !== undefined)
			world.after(pause * 1000, () => void post(one, cause, tries + 1));
	};
	scenario.sent.forEach((one, index) => {
		one.posts.forEach((at, copy) => {
			world.after(at, () => void post(one, `event ${index}, copy ${copy}`, 0));
		});
	});
	scenario.forged.forEach((one, index) => {
		world.after(one.at, async () => {
			const reply = await cluster.deliver(forge(one, world.now()), `forged ${index}`);
			if (reply) monitor.repelled(one, reply);
		});
	});
	for (const { at, ...key } of scenario.forgets) {
		world.after(at, () => {
			monitor.forgot(key);
			const operator = world.spawn('operator');
			// Who loses an answer does it again.
			const forget = async (): Promise<unknown> => await cluster.desk.events.forget(key, world.now()).catch(forget);
			void world.within(operator, 'forget', forget);
		});
	}
	for (const { source, id, at } of scenario.replays) {
		world.after(at, () => {
			if (cluster.find({ source, id }) === undefined) return;
			const operator = world.spawn('operator');
			const desk = {
				withStore: (work: (store: unknown) => unknown) => work(cluster.desk),
				routes: scenario.routes,
				print: () => undefined,
				flags: '',
			};
			// Sound because these are all that the command takes from its desk.
			void world.within(operator, 'replay', () => replay({ source, id }, desk as never)).catch(() => undefined);
		});
	}
}

function unsigned({ source, type, body }: Pick<Sent, 'source' | 'type' | 'body'>, now: number): Delivery {
	const path = type === 'asked' && source === 'stripe' ? '/webhooks/stripe/answer' : `/webhooks/${source}`;
	return delivery({ path, rawBody: body, receivedAt: now });
}

function forge({ how, ...one }: Forged, now: number): Delivery {
	const at = how === 'old' ? now - 3_600_000 : now;
	const plain = unsigned({ ...one, type: '' }, at);
	if (how === 'no signature') return plain;
	return stripe.scheme.sign(plain, how === 'old' ? secrets.old : secrets.wrong);
}
