import { callSeconds, counted, days, deliveryLog, type Line, runLog, seconds, sweeps, type Traffic } from './traffic.ts';

/** Bytes of an item besides its body, of one whose body is in S3, and of a further function's run. Counted on dynalite for a delivery of Stripe's with the headers that API Gateway passes on. */
const [itemBytes, itemBytesWithoutBody, runBytes] = [919, 990, 130];
const room = 16 * 1024;
/** Estimates: an own index entry and DynamoDB's overhead, and how much longer a call takes with a body in S3. */
const [entryBytes, blobSeconds] = [450, 0.025];
/** Kept for 7 days, and 15 more until TTL; an object 30 more. */
const [itemDays, objectDays] = [22, 37];
/** An insert, a removal and two changes of the index `due`, an insert and a change of `time`. */
const entryWrites = 6;

export function awsUsage({ events, bodyBytes, functions, attempts }: Traffic): readonly Line[] {
	const millions = events / 1e6;
	const runs = functions * attempts;
	const calls = 1 + runs;
	const blob = bodyBytes > room ? 1 : 0;
	const item = (blob ? itemBytesWithoutBody : itemBytes + bodyBytes) + (functions - 1) * runBytes;
	// An insert and one mark for all functions; a claim and a settlement for each attempt.
	const writes = 2 + 2 * runs;
	const kept = (events / 1e9) * (item + entryBytes) * (itemDays / days);
	return [
		{ what: 'HTTP API: 1 request', uses: { httpApi: millions * Math.max(1, Math.ceil(bodyBytes / (512 * 1024))) } },
		{
			what: `Lambda: ${calls} calls of 1 GB`,
			uses: { lambdaCalls: millions * calls, lambdaCompute: events * calls * (callSeconds + blob * blobSeconds) },
		},
		{
			what: `DynamoDB: ${writes} writes of the item, ${entryWrites} of index entries`,
			uses: { dynamoWrites: millions * (writes * Math.ceil(item / 1024) + entryWrites) },
		},
		{ what: `DynamoDB: ${counted(runs, 'read')} of the item`, uses: { dynamoReads: millions * runs * Math.ceil(item / 4096) } },
		{ what: `DynamoDB: the item for ${itemDays} days`, uses: { dynamoStorage: kept, dynamoBackups: kept } },
		// A message that is to come again is told when, which is a request too.
		{ what: 'SQS: send, receive, delete', uses: { sqsRequests: millions * (functions + 2 * runs) } },
		{ what: 'S3: PUT and GET', uses: { s3Puts: millions * blob, s3Gets: millions * blob * runs } },
		{ what: `S3: the body for ${objectDays} days`, uses: { s3Storage: (events / 1e9) * blob * bodyBytes * (objectDays / days) } },
		{ what: 'CloudWatch Logs', uses: { logs: millions * (deliveryLog + runLog * runs) } },
	];
}

/** Of the sample service, whether anything comes or not. */
export const awsStanding: readonly Line[] = [
	{ what: 'alarms: 30, over 55 metrics', uses: { alarms: 55 } },
	{ what: 'our own metrics: up to 60 series that have values', uses: { metrics: 60 } },
	{ what: 'dashboard', uses: { dashboards: 1 } },
	{
		what: 'Lambda’s asking the queues: five long polls for each of 9, all the time',
		uses: { sqsRequests: (5 * 9 * (seconds / 20)) / 1e6 },
	},
	{
		what: 'sweep: 43,200 calls of 0.1 s, with 8 queries each',
		uses: { lambdaCalls: sweeps / 1e6, lambdaCompute: sweeps * 0.1, dynamoReads: (sweeps * 8 * 0.5) / 1e6 },
	},
];
