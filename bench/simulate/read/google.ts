import { shards } from '../../../src/clouds/google/firestore-schema.ts';
import { mostDeliveries, slowest } from '../../../src/plugin/google/deploy/make-subscriptions.ts';
import type { Plan } from '../../../src/plugin/google/plan.ts';
import { retryOf } from '../../../src/webhook/retry-of.ts';
import type { Deployment } from '../deployment.ts';
import { assumed, quotas } from '../quotas.ts';
import { perSecondOf } from './aws.ts';
import { type Packaged, pairOf, readJson } from './package-clouds.ts';

/** What the packaged plan says. */
export function readGoogle({ folder, routes }: Packaged): Deployment {
	// Sound because the plugin wrote it.
	const plan = readJson(folder, 'hookport-google.json') as Plan;
	const { endpoint, worker } = pairOf(routes);
	const subscription = plan.subscriptions.find(({ name }) => name === `${plan.prefix}${worker}`);
	const front = plan.functions.find(({ name }) => name === `${plan.prefix}${endpoint}`);
	const behind = plan.functions.find(({ name }) => name === subscription?.push?.function);
	if (!subscription?.push || !front || !behind) throw new Error(`hookport-google.json: ${endpoint} or the queue of ${worker} is not in it`);
	const [frontPlaces, behindPlaces] = ['Cloud Run: instances of the endpoint', 'Cloud Run: instances of the function'];
	const most = behind.maxInstances * behind.concurrency;
	return {
		cloud: 'google',
		function: worker,
		rates: [
			// The entry is put, put elsewhere (which is two writes), and removed.
			perSecondOf('Firestore: index of what is due', shards.length * quotas['firestore-index'], { event: 4, attempt: 0 }),
		],
		places: { [frontPlaces]: front.maxInstances * front.concurrency, [behindPlaces]: most },
		endpoint: { places: frontPlaces, seconds: assumed.endpointSeconds, waits: false },
		worker: {
			places: behindPlaces,
			seconds: assumed.serviceSeconds,
			timeout: behind.timeout,
			ramp: { name: behindPlaces, start: most, perSecond: 0, most },
		},
		queue: {
			pollsForNew: false,
			deliveries: mostDeliveries,
			push: { patience: quotas['run-patience'], most: quotas['pubsub-push'] },
		},
		retry: retryOf(worker, routes),
		delay: { by: 'queue', least: subscription.push.backoff, most: slowest },
	};
}
