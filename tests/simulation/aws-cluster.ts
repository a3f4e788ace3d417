import { createClient } from '../../src/clouds/aws/client.ts';
import { createCloud } from '../../src/clouds/aws/create-cloud.ts';
import { eventKey, fromItem } from '../../src/clouds/aws/event-item.ts';
import { itemKey } from '../../src/clouds/aws/table.ts';
import { createSweep } from '../../src/clouds/create-sweep.ts';
import { keyOf, type Message } from '../../src/webhook/message.ts';
import type { Routes } from '../../src/webhook/source.ts';
import { httpApiEvent, sqsEvent } from '../clouds/aws/lambda-events.ts';
import { type Answer, type Cluster, functionAt, namesOf, type Setting, secondsOf } from './cluster.ts';
import { simulatedAws } from './simulated-aws.ts';
import { simulatedLambda } from './simulated-lambda.ts';
import { receive, type Waiting } from './simulated-sqs.ts';

const prefix = 'shop-prod-';
const sweepName = 'webhook-sweep';
/** Of one function, from its queue. */
const concurrency = 5;

/** The services of AWS, the functions' instances, and what wakes them: the API, event source mappings and the schedule. */
export function awsCluster({ world, monitor, build, random, ...setting }: Setting): Cluster {
	const { items, queues, parameters, way } = simulatedAws({
		asked: (action) => monitor.asked(action, world.here().cause),
		world,
		random,
		wrote: (item) => {
			if (item) monitor.saw(fromItem(item).record);
		},
	});
	let { routes } = setting;
	const cloudFor = (name: string, now = world.now) => {
		const env = {
			AWS_REGION: 'eu-central-1',
			WEBHOOK_FUNCTION: name,
			WEBHOOK_TABLE: 'events',
			WEBHOOK_BUCKET: 'blobs',
			WEBHOOK_QUEUES: `https://sqs/1/${prefix}`,
		};
		const client = createClient({
			env,
			credentials: () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'an example' }),
			way,
			wait: world.wait,
		});
		return createCloud({ env, routes, client, now, wait: world.wait, write: () => undefined });
	};
	/** It is off, and at some time off in another way. */
	const clock = () => {
		const [before, after] = [random(), random()].map((chance) => Math.round((chance - 0.5) * 2 * setting.skew));
		const jump = world.now() + random() * 3_600_000;
		return () => world.now() + ((world.now() < jump ? before : after) ?? 0);
	};
	const lambda = simulatedLambda({
		world,
		random,
		start: (name) => {
			const cloud = cloudFor(name, clock());
			return name === sweepName ? createSweep(cloud) : build(name, { cloud, routes });
		},
	});

	/** What an event source mapping does all the time. */
	const poll = async (name: string, target: string, mapping: { busy: number; readonly seconds: number }) => {
		const queue = queues.get(prefix + name);
		if (queue === undefined || mapping.busy >= concurrency) return;
		const visibility = Math.max(6 * mapping.seconds, mapping.seconds + 15);
		const taking = { now: world.now(), visibility, most: 1 + Math.floor(random() * 3), mostReceives: 300 };
		const batch = receive(queue, queues.get(`${prefix}given-up`) ?? [], taking);
		if (batch.length === 0) return;
		mapping.busy += 1;
		const taken = batch.map(({ id, body, receipt, receives }) => ({
			messageId: id,
			body,
			receiptHandle: receipt,
			receiveCount: String(receives),
		}));
		const answer = await lambda.invoke(target, { input: sqsEvent(prefix + name, taken), cause: `${name} woken`, seconds: mapping.seconds });
		mapping.busy -= 1;
		if (answer === undefined) return;
		const failed = (answer as BatchAnswer).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
		const over = batch.filter(({ id }) => !failed.includes(id)).map(({ receipt }) => receipt);
		// An old receipt deletes nothing any more.
		queues.set(
			prefix + name,
			(queues.get(prefix + name) ?? []).filter(({ receipt }) => !over.includes(receipt)),
		);
	};
	const map = (name: string, target: string, seconds: number) => {
		const mapping = { busy: 0, seconds };
		world.every(1000, () => void poll(name, target, mapping));
	};
	const provision = (next: Routes) => {
		const wanted = [...namesOf(next).flatMap((name) => [prefix + name, `${prefix}${name}-dead`]), `${prefix}given-up`];
		for (const name of queues.keys()) if (!wanted.includes(name)) queues.delete(name);
		for (const name of wanted) if (!queues.has(name)) queues.set(name, []);
	};
	provision(routes);
	for (const name of namesOf(routes)) map(name, name, secondsOf(routes, name));
	map('given-up', sweepName, 60);
	world.every(60_000, () => void lambda.invoke(sweepName, { input: { source: 'aws.events' }, cause: 'schedule', seconds: 60 }));

	return {
		setSecret: (name, value) => void parameters.set(`/shop/prod/${name}`, value),
		desk: cloudFor('desk'),
		find: (key) => {
			const item = items.get(eventKey(key));
			return item && fromItem(item).record;
		},
		deliver: async (delivery, cause) => {
			const name = functionAt(delivery.path);
			const input = httpApiEvent({ ...delivery, receivedAt: world.now() });
			const answer = await lambda.invoke(name, { input, cause, seconds: secondsOf(routes, name) });
			if (answer === undefined) return undefined;
			const { statusCode, body } = answer as { readonly statusCode: number; readonly body: string };
			return { status: statusCode, body } satisfies Answer;
		},
		deploy: (next) => {
			routes = next;
			lambda.renew();
			provision(next);
		},
		purge: (name) => void queues.set(prefix + name, []),
		count: () => [...items.keys()].filter((pk) => pk.startsWith(itemKey('event').slice(0, -1))).length,
		letters: () => new Set([...queues].flatMap(([queue, all]) => (queue.endsWith('-dead') ? all.map(letterOf) : []))),
		soonest: () => {
			const due = [...items.values()].flatMap((item) => (item.due ? [Number(item.dueAt?.N)] : []));
			const visible = [...queues].flatMap(([name, all]) => (name.endsWith('-dead') ? [] : all.map(({ visibleAt }) => visibleAt)));
			return due.length + visible.length === 0 ? undefined : Math.min(...due, ...visible);
		},
	};
}

type BatchAnswer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

function letterOf({ body }: Waiting): string {
	// Sound because only our own code puts messages there.
	const message = JSON.parse(body) as Message;
	const { source, id } = keyOf(message);
	return `${message.function} ${source} ${id}`;
}
