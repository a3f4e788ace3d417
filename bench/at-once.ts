import { createCloud } from '../src/clouds/aws/create-cloud.ts';
import { keptSecrets } from '../src/clouds/kept-secrets.ts';
import type { Platform } from '../src/middleware/step.ts';
import type { Cloud, EventRecords, Log } from '../src/webhook/ports.ts';
import type { EventRecord } from '../src/webhook/record.ts';
import { claimRun } from '../src/webhook/run.ts';
import { defaultMaxBody, defaultRetry, type Route, type Source, secretName } from '../src/webhook/source.ts';

/** As Lambda sets it before each call. */
const trace = 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=0';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

type Options = {
	/** Its function answers; otherwise its endpoint stores. */
	readonly route: Route;
	readonly secret: string;
	readonly provider?: string;
	readonly ports?: Partial<Cloud>;
};

/** Ports that answer at once, behind AWS's own reading of events and writing of replies: what is left is the chain. */
export function atOnce({ route, secret, provider = route.source, ports = {} }: Options): Platform {
	const source: Source = { name: route.source, provider, maxBody: 2 * defaultMaxBody };
	const routes = {
		service: 'bench',
		stage: 'dev',
		sources: { [route.source]: source },
		routes: [route],
		retry: defaultRetry,
		timeouts: {},
	};
	const env = { WEBHOOK_FUNCTION: route.function, AWS_REGION: 'eu-central-1', _X_AMZN_TRACE_ID: trace };
	const real = createCloud({ env, routes, client: nothing });
	return {
		routes,
		cloud: {
			...real,
			log: silent,
			metrics: { add: () => {}, flush: () => {} },
			events: eventsAtOnce(),
			queue: { send: done, bury: done },
			blobs: { put: done, remove: done, get: async () => undefined },
			secrets: secretsAtOnce(secretName(route.source, 'WEBHOOK_SECRET'), secret),
			...ports,
		},
	};
}

const done = async () => {};

function nothing(): never {
	throw new Error('the bench reaches no cloud');
}

/** Kept as on every cloud, and read before. */
function secretsAtOnce(name: string, secret: string): Cloud['secrets'] {
	const known = new Map([[name, secret]]);
	const { get, refresh } = keptSecrets({ read: async () => known, now: Date.now, known });
	return { get, refresh, offer: async () => false };
}

/** Every event is new, and its lease is free. */
function eventsAtOnce(): EventRecords {
	let last: EventRecord | undefined;
	const room = Number.POSITIVE_INFINITY;
	return {
		room,
		insert: async (record) => {
			last = record;
			return {};
		},
		claim: async (_, name, lease) => {
			const run = last?.functions[name] && claimRun(last.functions[name], lease);
			if (last === undefined || run === undefined) return { outcome: 'absent' };
			return {
				outcome: 'claimed',
				record: { ...last, functions: { ...last.functions, [name]: run } },
				attempt: run.attempts,
				fence: run.fence,
			};
		},
		settle: async () => true,
		markSent: done,
		markBuried: done,
		get: nothing,
		due: nothing,
		reopen: nothing,
		subscribe: nothing,
		list: nothing,
		walk: nothing,
		forget: nothing,
	};
}
