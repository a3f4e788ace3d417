import type { Cloud } from '../webhook/ports.ts';
import type { Told } from './log-delivery.ts';

/** Whatever the sender sent, it is one of the sources and one of the codes. */
export function measureDelivery({ source, refusal, duplicates = 0 }: Told, { metrics }: Cloud): void {
	const of = { source: source.name, ...(refusal && { code: refusal.code }) };
	metrics.add('received', 1, of);
	if (refusal) metrics.add('refused', 1, of);
	if (duplicates > 0) metrics.add('duplicates', duplicates, of);
}
