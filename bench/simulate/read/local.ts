import { pollMillis } from '../../../src/clouds/local/dispatch.ts';
import { concurrency } from '../../../src/plugin/local/local-run.ts';
import { retryOf } from '../../../src/webhook/retry-of.ts';
import type { Deployment } from '../deployment.ts';
import { assumed } from '../quotas.ts';
import { type Packaged, pairOf } from './package-clouds.ts';

/** What serverless.yml says, and the local run makes of it. */
export function readLocal({ routes }: Packaged): Deployment {
	const { worker } = pairOf(routes);
	const [frontPlaces, behindPlaces] = ['laptop: thread of the endpoint', 'laptop: threads of the function'];
	return {
		cloud: 'local',
		function: worker,
		rates: [],
		places: { [frontPlaces]: 1, [behindPlaces]: concurrency },
		endpoint: { places: frontPlaces, seconds: assumed.localEndpointSeconds, waits: true },
		worker: {
			places: behindPlaces,
			seconds: assumed.serviceSeconds,
			timeout: routes.timeouts[worker] ?? 6,
			ramp: { name: behindPlaces, start: concurrency, perSecond: 0, most: concurrency },
		},
		queue: { poll: { least: pollMillis / 1000, most: pollMillis / 1000 }, pollsForNew: false, deliveries: Number.MAX_SAFE_INTEGER },
		retry: retryOf(worker, routes),
		delay: { by: 'us', whole: false },
	};
}
