import type { Disposition } from '../../webhook/ports.ts';
import { empty, type Reply } from '../../webhook/reply.ts';

/**
 * What Pub/Sub takes for a pushed message: anything but 2xx and 102 leaves it, and it comes again after the subscription's own back-off, whose seconds no answer can
 * choose: https://cloud.google.com/pubsub/docs/handling-failures#exponential_backoff
 */
export function dispose(dispositions: readonly Disposition[]): Reply {
	return empty(dispositions.every(({ done }) => done) ? 204 : 429);
}
