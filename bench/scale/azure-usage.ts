import { days, deliveryLog, type Line, runLog, seconds, sharedSeconds, sweeps, type Traffic } from './traffic.ts';

/** Kilobytes. What goes to Blobs leaves the record; the rest of a record, with its headers and entries, is an estimate. */
const [room, recordRest] = [48, 2];
/** Kept for 7 days, and 15 more; a blob 15 more. */
const [recordDays, blobDays] = [22, 37];
/** An instance is billed for a second at least, here of 2 GB. Of the 16 that it takes at once, half keep it busy: an estimate. */
const [least, memory, atOnce] = [1, 2, 8];
/** Counted on Azurite, in requests and in operations: an insert of 3 rows, a mark of 3, a read, a claim, an ending of 3, and the removal, a read and 3 rows. A further attempt reads, claims and ends in one row each. */
const [requests, attemptRequests, operations, attemptOperations] = [4, 3, 12, 3];

export function azureUsage({ events, bodyBytes, functions, attempts }: Traffic, perSecond: number): readonly Line[] {
	const millions = events / 1e6;
	const kilobytes = bodyBytes / 1024;
	const runs = functions * attempts;
	const blob = kilobytes > room ? 1 : 0;
	const stored = (size: number, time: number) => (millions * size * time) / days;
	const time = (calls: number, rate: number) => sharedSeconds(calls, { least, atOnce, perSecond: rate });
	const asked = requests + attemptRequests * runs;
	const done = operations + attemptOperations * runs;
	return [
		{ what: `Functions: ${1 + runs} executions`, uses: { executions: millions * (1 + runs) } },
		// Endpoints and functions are two apps, whose instances share nothing.
		{
			what: '… and the time of instances: at most a second of 2 GB for each',
			uses: { compute: memory * (time(events, perSecond) + functions * time(events * attempts, perSecond * attempts)) },
		},
		{ what: `Tables: ${asked} requests, of ${done} operations`, uses: { tableOperations: millions * done } },
		{
			what: `Tables: the record for ${recordDays} days, GB`,
			uses: { tableStorage: stored(recordRest + (blob ? 0 : kilobytes), recordDays) },
		},
		// A message that is to come again is put again.
		{ what: 'Queues: put, get, remove', uses: { queueOperations: millions * 3 * runs } },
		{ what: 'Blobs: 1 put, 1 got', uses: { blobPuts: millions * blob, blobGets: millions * blob * runs } },
		{ what: `Blobs: the body for ${blobDays} days, GB`, uses: { blobStorage: blob * stored(kilobytes, blobDays) } },
		{
			what: 'Application Insights: our lines and as much of the host’s own, GB',
			uses: { logs: 2 * millions * (deliveryLog + runLog * runs) },
		},
	];
}

/** Of the sample service, whether anything comes or not. */
export const azureStanding: readonly Line[] = [
	{
		what: 'sweep: 43,200 executions of a second, with 32 reads of the table and one of each of 8 queues',
		uses: {
			executions: sweeps / 1e6,
			compute: sweeps * least * memory,
			tableOperations: (sweeps * 32) / 1e6,
			queueOperations: (sweeps * 8) / 1e6,
		},
	},
	{
		what: 'the host’s asking 8 queues every 2 seconds, while an instance of each is up',
		uses: { queueOperations: (8 * (seconds / 2)) / 1e6 },
	},
];
