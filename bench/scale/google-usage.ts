import { counted, days, deliveryLog, type Line, runLog, sharedSeconds, sweeps, type Traffic } from './traffic.ts';

/** Kilobytes. What goes to Cloud Storage leaves the record; the rest of a record, with its headers and entries, is an estimate. */
const [room, recordRest] = [16, 2];
/** Kept for 7 days, and for as long as a dead letter that names it, which is 31, and one more; an object for longer than its record. */
const [recordDays, objectDays] = [39, 54];
/** A call takes less than the 0.1 s that are billed. Of the 40 that an endpoint's instance takes at once, half keep it busy: an estimate. */
const [least, endpointAtOnce] = [0.1, 20];
/** One CPU and half a GB for each second. */
const working = (time: number) => ({ runCpu: time, runMemory: time / 2 });

export function googleUsage({ events, bodyBytes, functions, attempts }: Traffic, perSecond: number): readonly Line[] {
	const millions = events / 1e6;
	const kilobytes = bodyBytes / 1024;
	const runs = functions * attempts;
	const blob = kilobytes > room ? 1 : 0;
	const writes = 2 + 2 * runs;
	const stored = (size: number, time: number) => (millions * size * time) / days;
	// What a queue wakes runs alone in its instance.
	const time = sharedSeconds(events, { least, atOnce: endpointAtOnce, perSecond }) + events * runs * least;
	return [
		{ what: `Cloud Run functions: ${1 + runs} requests`, uses: { runRequests: millions * (1 + runs) } },
		{ what: '… and the time of instances: at most 0.1 s of 1 CPU and 512 MB for each', uses: working(time) },
		{ what: `Firestore: ${writes} writes`, uses: { firestoreWrites: millions * writes } },
		{ what: `Firestore: ${counted(runs, 'read')}`, uses: { firestoreReads: millions * runs } },
		{ what: 'Firestore: 1 removal by its TTL', uses: { firestoreRemovals: millions } },
		{
			what: `Firestore: the record for ${recordDays} days, GB`,
			uses: { firestoreStorage: stored(recordRest + (blob ? 0 : kilobytes), recordDays) },
		},
		{ what: 'Pub/Sub: 1 KB in and 1 KB out', uses: { pubsub: (millions * (functions + runs)) / 1024 } },
		{ what: 'Cloud Storage: 1 object put, 1 got', uses: { storagePuts: millions * blob, storageGets: millions * blob * runs } },
		{ what: `Cloud Storage: the body for ${objectDays} days, GB`, uses: { storageKept: blob * stored(kilobytes, objectDays) } },
		{ what: 'Cloud Logging: GB', uses: { logs: millions * (deliveryLog + runLog * runs) } },
	];
}

/** Of the sample service, whether anything comes or not. */
export const googleStanding: readonly Line[] = [
	{ what: 'schedule', uses: { schedules: 1 } },
	{
		what: 'sweep: 43,200 calls of 0.1 s, with 8 queries each',
		uses: { runRequests: sweeps / 1e6, ...working(sweeps * least), firestoreReads: (sweeps * 8) / 1e6 },
	},
	{ what: 'secrets: a version of each of 10', uses: { secrets: 10 } },
];
