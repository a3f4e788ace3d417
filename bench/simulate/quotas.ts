/** What the clouds document and the simulation needs, with the pages that say so. What a packaged configuration says is read from there instead. */
export const quotas = {
	/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html Requests a second of an account and region, and how many at once above that. */
	'api-requests': 10_000,
	'api-burst': 5_000,
	/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html Calls at once of an account and region. */
	'lambda-calls': 1_000,
	/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html Calls at once of a function: at first, more each minute, at most. */
	'sqs-first': 5,
	'sqs-scaling': 300,
	'sqs-calls': 1_250,
	/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html Messages that were taken and not removed; one that waits for another attempt is such. */
	'sqs-flight': 120_000,
	/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html Write units a second of a partition. */
	'dynamo-due': 1_000,
	/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html Write units a second of a table. */
	'dynamo-table': 40_000,
	/** https://cloud.google.com/firestore/docs/best-practices Writes a second of each shard of an index of times. */
	'firestore-index': 500,
	/** https://docs.cloud.google.com/pubsub/docs/push Messages that a subscription has pushed and that are not answered. */
	'pubsub-push': 3_000,
	/** https://cloud.google.com/run/docs/about-instance-autoscaling Seconds that a request waits for an instance. */
	'run-patience': 10,
	/** https://learn.microsoft.com/azure/azure-functions/functions-concurrency Deliveries at once of an instance of 2 GB; other sizes as their memory. */
	'flex-http': 16,
	/** https://learn.microsoft.com/azure/azure-functions/event-driven-scaling Instances that come at once, and seconds between two decisions. */
	'flex-step': 4,
	'flex-pause': 30,
	/** https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#polling-algorithm Seconds between two looks at first. */
	'queue-poll': 0.1,
	/** https://learn.microsoft.com/azure/storage/queues/scalability-targets Messages a second of a queue. */
	'queue-messages': 2_000,
	/** https://learn.microsoft.com/azure/storage/tables/scalability-targets Entities a second of a partition. */
	'table-partition': 2_000,
	/** https://learn.microsoft.com/azure/storage/common/scalability-targets-standard-account Requests a second of an account. */
	'account-requests': 20_000,
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
