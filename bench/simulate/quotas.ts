import { limits } from '../scale/limits.ts';

/** What the clouds document, from the one file of it. */
const documented = (id: string): number => limits.find((limit) => limit.id === id)?.value ?? Number.NaN;

const shared = [
	...['api-requests', 'api-burst', 'lambda-calls', 'sqs-first', 'sqs-scaling', 'sqs-calls', 'sqs-flight', 'dynamo-due', 'dynamo-table'],
	...['firestore-index', 'pubsub-push', 'queue-messages', 'table-partition', 'account-requests'],
] as const;

/** What the simulation needs of the clouds' documents. What a packaged configuration says is read from there instead. */
export const quotas = {
	...(Object.fromEntries(shared.map((id) => [id, documented(id)])) as Readonly<Record<(typeof shared)[number], number>>),
	/** https://cloud.google.com/run/docs/about-instance-autoscaling Seconds that a request waits for an instance. */
	'run-patience': 10,
	/** https://learn.microsoft.com/azure/azure-functions/functions-concurrency Deliveries at once of an instance of 2 GB; other sizes as their memory. */
	'flex-http': 16,
	/** https://learn.microsoft.com/azure/azure-functions/event-driven-scaling Instances that come at once, and seconds between two decisions. */
	'flex-step': 4,
	'flex-pause': 30,
	/** https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#polling-algorithm Seconds between two looks at first. */
	'queue-poll': 0.1,
} as const;

/** What no page and no configuration says. Change them to what you measure; `--service-time` is the second. */
export const assumed = {
	/** Seconds of a warm call of an endpoint, as docs/deploy-aws.md assumes it too. */
	endpointSeconds: 0.025,
	/** Seconds of the laptop's endpoint, for one delivery at a time, as `npm run simulate -- --check` measures it. */
	localEndpointSeconds: 0.004,
	/** Seconds of a run of the function, with the gateway's own part. */
	serviceSeconds: 0.1,
	/** Write units of an item with a body of 2 KB and its headers. */
	itemUnits: 3,
} as const;
