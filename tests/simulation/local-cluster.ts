import { startDispatcher } from '../../src/clouds/local/dispatch.ts';
import { readEvent } from '../../src/clouds/local/read-event.ts';
import { startSweep } from '../../src/plugin/local/start-sweep.ts';
import type { Message } from '../../src/webhook/message.ts';
import type { Cloud, Disposition, EventRecords } from '../../src/webhook/ports.ts';
import type { EventKey, EventRecord } from '../../src/webhook/record.ts';
import { retryOf } from '../../src/webhook/retry-of.ts';
import { httpEvent } from '../http-event.ts';
import { nowhere } from '../local-platform.ts';
import { type Answer, type Cluster, functionAt, namesOf, type Setting, secondsOf } from './cluster.ts';
import { type Instance, isAlive } from './instance.ts';
import type { SimulatedStore } from './simulated-store.ts';

const restartMillis = 2_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The embedded store with its dispatcher and sweep, and functions in threads, as the local run has them. A process that was killed is started again. */
export function localCluster(simulated: SimulatedStore, { world, monitor, build, random, ...setting }: Setting): Cluster {
	const { store, find, count, letters, soonest, purge } = simulated;
	const secrets = new Map<string, string>();
	const offer = (name: string, value: string) => {
		if (!secrets.has(name)) secrets.set(name, value);
		return secrets.get(name) === value;
	};
	const processes = new Set<Instance>();
	let { routes } = setting;
	let booted = 0;
	simulated.renew(world.now);

	/** The port, each of whose calls is a step. */
	const stepped = <Port extends object>(port: Port): Port => {
		const methods = Object.entries(port).map(([name, method]) => [name, typeof method === 'function' ? stepOf(name, method) : method]);
		// Sound because every method takes and returns what it did.
		return Object.fromEntries(methods) as Port;
	};
	const stepOf =
		(name: string, method: (...given: readonly unknown[]) => unknown) =>
		(...given: readonly unknown[]) =>
			world.step({
				label: `${name} ${describe(given)}`,
				act: async () => {
					monitor.asked(name, world.here().cause);
					const result = await method(...given);
					const record = isKey(given[0]) ? find(given[0]) : undefined;
					if (record) monitor.saw(record);
					return result;
				},
			});
	/** One look is a step, and what it found is handed out one by one. */
	const walk: EventRecords['walk'] = async function* (filter) {
		const act = async () => {
			const found: EventRecord[] = [];
			for await (const record of store.events.walk(filter)) found.push(record);
			return found;
		};
		yield* await world.step({ label: `walk ${JSON.stringify(filter)}`, act });
	};
	const ports = {
		events: { ...stepped(store.events), walk },
		queue: stepped(store.queue),
		blobs: stepped(store.blobs),
		records: stepped(store.records),
		openings: stepped(store.openings),
	};
	const cloudFor = (name: string): Cloud => ({
		...ports,
		name: 'local',
		functionName: () => name,
		now: world.now,
		wait: world.wait,
		outside: nowhere,
		open: readEvent,
		respond: ({ status, headers, body }) => ({ statusCode: status, headers, body }),
		dispose: (_, dispositions) => ({ dispositions }),
		secrets: {
			get: (key) => world.step({ label: `get ${key}`, act: () => secrets.get(key) }),
			refresh: async () => true,
			offer: (key, value) => world.step({ label: `offer ${key}`, act: () => offer(key, value) }),
		},
		log: quiet,
		metrics: { add: () => undefined, flush: () => undefined },
		call: async () => undefined,
	});

	/** Runs a function in a thread of its own; rejects when the thread dies or its time is over. */
	const inThread = async (process: Instance, name: string, { input, cause }: Job): Promise<unknown> => {
		const thread = world.spawn(`${process.name} ${name}`, process);
		const handler = build(name, { cloud: cloudFor(name), routes });
		const died = thread.death.then(() => {
			throw new Error('its thread ended');
		});
		const over = world.after(secondsOf(routes, name) * 1000, () => world.kill(thread));
		const answer = world.within(thread, cause, () => handler(JSON.parse(JSON.stringify(input)), {}));
		return await Promise.race([answer, died]).finally(over);
	};
	const work = (process: Instance) => {
		const mine = routes;
		const run = async (name: string, message: Message): Promise<Disposition> => {
			const answer = await inThread(process, name, { input: { eventSource: 'hookport', messages: [message] }, cause: `${name} woken` });
			const [disposition] = (answer as { readonly dispositions: readonly Disposition[] }).dispositions;
			if (disposition === undefined) throw new Error('no disposition');
			return disposition;
		};
		const functions = Object.fromEntries(namesOf(mine).map((name) => [name, { concurrency: 2, timeoutSeconds: secondsOf(mine, name) }]));
		const means = { store: { ...ports, purge: async () => 0 }, now: world.now, onError: () => undefined };
		const dispatcher = startDispatcher({ ...means, functions, run, retry: (name) => retryOf(name, mine) });
		startSweep({ ...means, onSent: dispatcher.wake });
	};
	const boot = () => {
		booted += 1;
		const process = world.spawn(`process ${booted}`);
		processes.add(process);
		world.within(process, 'main', () => work(process));
		void process.death.then(() => {
			processes.delete(process);
			world.after(restartMillis, boot);
		});
	};
	for (let started = 0; started < setting.processes; started += 1) boot();

	return {
		...{ find, count, letters, soonest, purge },
		setSecret: (name, value) => void secrets.set(name, value),
		desk: ports,
		deliver: async (delivery, cause) => {
			const process = [...processes][Math.floor(random() * processes.size)];
			if (process === undefined) return undefined;
			const input = httpEvent({ ...delivery, receivedAt: world.now() }, true);
			const answered = world.within(process, cause, () => inThread(process, functionAt(delivery.path), { input, cause }));
			const { statusCode, body } = (await answered.catch(() => ({ statusCode: 500, body: '' }))) as {
				readonly statusCode: number;
				readonly body: string;
			};
			return isAlive(process) ? ({ status: statusCode, body } satisfies Answer) : undefined;
		},
		deploy: (next) => {
			routes = next;
			for (const process of [...processes]) world.kill(process);
		},
	};
}

type Job = { readonly input: unknown; readonly cause: string };

function isKey(given: unknown): given is EventKey {
	return typeof given === 'object' && given !== null && 'source' in given && 'id' in given;
}

const telling = new Set(['source', 'id', 'status', 'reason', 'function', 'now', 'until', 'message', 'lease']);

/** What a call is about, for the trace. */
function describe(given: readonly unknown[]): string {
	const short = (key: string, value: unknown) => (key === '' || /^\d+$/.test(key) || telling.has(key) ? value : undefined);
	return given.map((one) => JSON.stringify(one, short)).join(' ');
}
