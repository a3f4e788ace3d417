import type { Delivery } from '../src/webhook/delivery.ts';
import type { Provider } from '../src/webhook/provider.ts';
import { deliveryOf, samplesOf } from '../tests/providers/deliveries.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Some that what they sign is in. */
const padded: Readonly<Record<string, (body: Fields, records: readonly object[]) => Fields>> = {
	'aws-sns': (body, records) => ({ ...body, Message: JSON.stringify(records) }),
	treezor: (body, records) => ({ ...body, object_payload: { ...(body.object_payload as Fields), records } }),
};

const record = {
	id: 'li_1Q8x2Y',
	name: 'Kiln shelf, 40 cm',
	quantity: 2,
	price: 4950,
	url: 'https://tallpine.example/p/118',
	tags: ['clay', 'glaze'],
};

/** The provider's own sample, with as many records in it, or fields where it is a form, as make the size. */
export function unsignedDelivery(provider: Provider, bytes: number): Delivery {
	const [sample] = samplesOf(provider);
	if (sample === undefined) throw new TypeError(`${provider.id} has no sample`);
	const delivery = deliveryOf(sample);
	const text = delivery.rawBody.toString();
	return { ...delivery, rawBody: Buffer.from(pad(text, provider.id, bytes)) };
}

function pad(text: string, id: string, bytes: number): string {
	if (text.startsWith('<')) return text + '\n'.repeat(1) + text.repeat(Math.floor((bytes * 0.7) / text.length) - 1);
	if (!/^[{[]/.test(text)) return withFields(text, bytes);
	const body: unknown = JSON.parse(text);
	let count = 0;
	let made = text;
	for (let next = made; next.length <= bytes; count += 1) {
		made = next;
		next = JSON.stringify(withRecords(body, id, count));
	}
	return made;
}

function withRecords(body: unknown, id: string, count: number): unknown {
	const records = Array.from({ length: count }, (_, index) => ({ ...record, index }));
	if (Array.isArray(body)) return [...body, ...Array.from({ length: count }, () => body[0])];
	// Sound because a sample is a list or an object.
	return (padded[id] ?? ((fields: Fields) => ({ ...fields, records })))(body as Fields, records);
}

function withFields(text: string, bytes: number): string {
	let made = text;
	for (let index = 0; ; index += 1) {
		const next = `${made}&Note${index}=${'Kiln+shelf%2C+40%C2%A0cm+'.repeat(8)}`;
		if (next.length > bytes) return made;
		made = next;
	}
}
