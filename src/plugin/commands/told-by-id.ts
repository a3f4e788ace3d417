import { isCanary } from '../../webhook/canary.ts';
import { type Delivery, mediaType } from '../../webhook/delivery.ts';
import type { Provider } from '../../webhook/provider.ts';
import type { VerifiedDelivery } from '../../webhook/verified.ts';

/** Whether every event of a sample that was filled in as a canary has an id by which a function can tell. Where an id is a digest, none can. */
export async function toldById(
	sample: Delivery,
	{ contentTypes, identify }: Pick<Provider, 'contentTypes' | 'identify'>,
): Promise<boolean> {
	const parse = contentTypes[mediaType(sample.headers)];
	// Sound because the sample is our own, and nothing is done with it but to look at its ids.
	const body = await parse?.(sample as unknown as VerifiedDelivery);
	return identify(body, sample).every(({ id = '' }) => isCanary({ id }));
}
