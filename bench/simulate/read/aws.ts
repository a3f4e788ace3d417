import { shards } from '../../../src/clouds/aws/table.ts';
import { logicalId } from '../../../src/plugin/aws/plan.ts';
import { queueId } from '../../../src/plugin/aws/queues.ts';
import { retryOf } from '../../../src/webhook/retry-of.ts';
import type { Deployment } from '../deployment.ts';
import { assumed, quotas } from '../quotas.ts';
import { type Packaged, pairOf, readJson } from './package-clouds.ts';

const templateFile = 'cloudformation-template-update-stack.json';

type Properties = {
	readonly Timeout?: number;
	readonly ReservedConcurrentExecutions?: number;
	readonly VisibilityTimeout?: number;
	readonly RedrivePolicy?: { readonly maxReceiveCount: number };
	readonly EventSourceArn?: { readonly 'Fn::GetAtt'?: readonly string[] };
	readonly ScalingConfig?: { readonly MaximumConcurrency: number };
	readonly DefaultRouteSettings?: { readonly ThrottlingRateLimit?: number; readonly ThrottlingBurstLimit?: number };
};
type Template = { readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Properties }>> };

/** What the packaged CloudFormation template says. */
export function readAws({ folder, routes }: Packaged): Deployment {
	// Sound because osls wrote it, and the tests of the plugin hold it to CloudFormation's own database.
	const { Resources } = readJson(folder, templateFile) as Template;
	const { endpoint, worker } = pairOf(routes);
	const at = (id: string) => Resources[id]?.Properties ?? {};
	const queue = at(queueId(worker));
	const mapping = Object.values(Resources).find(({ Properties }) => Properties.EventSourceArn?.['Fn::GetAtt']?.[0] === queueId(worker));
	const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = at('HttpApiStage').DefaultRouteSettings ?? {};
	const [front, behind] = [endpoint, worker].map((name) => at(`${logicalId(name)}LambdaFunction`));
	const account = 'Lambda: concurrency of the account';
	const reserved = (name: string, most: number | undefined) => (most === undefined ? account : `Lambda: reserved concurrency of ${name}`);
	const [frontPlaces, behindPlaces] = [
		reserved(endpoint, front?.ReservedConcurrentExecutions),
		reserved(worker, behind?.ReservedConcurrentExecutions),
	];
	const atMost = mapping?.Properties.ScalingConfig?.MaximumConcurrency;
	return {
		cloud: 'aws',
		function: worker,
		rates: [
			rate === undefined
				? { name: 'HTTP API: requests of the account', perSecond: quotas['api-requests'], burst: quotas['api-burst'], event: 1, attempt: 0 }
				: { name: 'HTTP API: throttle of the stage', perSecond: rate, burst: burst ?? rate, event: 1, attempt: 0 },
			// The entry of the index `due` is put, put elsewhere (which is two writes), and removed.
			perSecondOf('DynamoDB: index of what is due', shards.length * quotas['dynamo-due'], { event: 4, attempt: 0 }),
			// Insert and mark as sent; claim and settle.
			perSecondOf('DynamoDB: writes of the table', quotas['dynamo-table'], {
				event: 2 * assumed.itemUnits,
				attempt: 2 * assumed.itemUnits,
			}),
		],
		places: {
			[account]: quotas['lambda-calls'] - (front?.ReservedConcurrentExecutions ?? 0) - (behind?.ReservedConcurrentExecutions ?? 0),
			...(front?.ReservedConcurrentExecutions !== undefined && { [frontPlaces]: front.ReservedConcurrentExecutions }),
			...(behind?.ReservedConcurrentExecutions !== undefined && { [behindPlaces]: behind.ReservedConcurrentExecutions }),
		},
		endpoint: { places: frontPlaces, seconds: assumed.endpointSeconds, waits: false },
		worker: {
			places: behindPlaces,
			seconds: assumed.serviceSeconds,
			timeout: behind?.Timeout ?? 6,
			ramp: {
				name: atMost === undefined ? 'SQS: pollers of the queue' : 'SQS: maximumConcurrency',
				start: Math.min(quotas['sqs-first'], atMost ?? Number.POSITIVE_INFINITY),
				perSecond: quotas['sqs-scaling'] / 60,
				most: Math.min(quotas['sqs-calls'], atMost ?? Number.POSITIVE_INFINITY),
			},
		},
		queue: {
			pollsForNew: false,
			inFlight: { name: 'SQS: messages in flight', most: quotas['sqs-flight'] },
			deliveries: queue.RedrivePolicy?.maxReceiveCount ?? Number.MAX_SAFE_INTEGER,
		},
		retry: retryOf(worker, routes),
		delay: { by: 'us', whole: true },
	};
}

/** A limit that allows no more at once than in a second. */
export function perSecondOf(name: string, perSecond: number, taken: { readonly event: number; readonly attempt: number }) {
	return { name, perSecond, burst: perSecond, ...taken };
}
