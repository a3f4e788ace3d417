import type { Deployment } from '../../bench/simulate/deployment.ts';

/** One server at the queue, and nothing that refuses; what a test is about replaces its part. */
export function aDeployment({
	worker,
	queue,
	...own
}: Partial<Omit<Deployment, 'worker' | 'queue'>> & {
	worker?: Partial<Deployment['worker']>;
	queue?: Partial<Deployment['queue']>;
} = {}): Deployment {
	return {
		cloud: 'local',
		function: 'invoice-paid',
		rates: [],
		places: { door: 1_000, threads: 1 },
		endpoint: { places: 'door', seconds: 0, waits: false },
		worker: { places: 'threads', seconds: 1, timeout: 10, ramp: { name: 'pollers', start: 1_000, perSecond: 0, most: 1_000 }, ...worker },
		queue: { pollsForNew: false, deliveries: Number.MAX_SAFE_INTEGER, ...queue },
		retry: { attempts: 8, backoff: 10 },
		delay: { by: 'us', whole: false },
		...own,
	};
}
