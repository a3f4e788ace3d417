import { type Delivery, mediaType } from '../../../src/webhook/delivery.ts';
import { changeBody } from './change-body.ts';
import { changeText } from './change-text.ts';
import type { Random } from './random.ts';

type DeliveryChange = (delivery: Delivery, random: Random, telling: readonly string[]) => Delivery;

const types = [
	...[
		'application/json',
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x',
		'text/plain',
		'application/cloudevents+json',
	],
	...[
		'application/json; charset=utf-16',
		'APPLICATION/JSON',
		'application/json;',
		';',
		'application/json, text/plain',
		'__proto__',
		'constructor',
		'',
	],
	...[
		'multipart/form-data',
		'multipart/form-data; boundary=',
		'multipart/form-data; boundary="x"',
		`multipart/form-data; boundary=${'x'.repeat(70)}`,
	],
	...[
		'multipart/form-data; boundary=x; charset=utf-7',
		`application/json${'; a=b'.repeat(1_000)}`,
		`multipart/form-data;${' '.repeat(8_000)}boundary`,
	],
];
const oddHeaders = [
	'__proto__',
	'constructor',
	'content-encoding',
	'content-length',
	'cookie',
	'authorization',
	'x-original-url',
	'x-forwarded-for',
	'traceparent',
];

const body: DeliveryChange = (delivery, random) => ({
	...delivery,
	rawBody: changeBody(delivery.rawBody, mediaType(delivery.headers), random),
});

const header: DeliveryChange = (delivery, random, telling) => {
	const name = random.pick([...telling, ...telling, ...Object.keys(delivery.headers), ...oddHeaders]);
	const value = Object.hasOwn(delivery.headers, name) ? (delivery.headers[name] ?? '') : random.pick(['', 'x', 'gzip']);
	return { ...delivery, headers: withHeader(delivery.headers, name, changeText(value, random)) };
};

const noHeader: DeliveryChange = (delivery, { pick }, telling) => {
	const gone = pick([...telling, ...Object.keys(delivery.headers), 'content-type']);
	return { ...delivery, headers: Object.fromEntries(Object.entries(delivery.headers).filter(([name]) => name !== gone)) };
};

const contentType: DeliveryChange = (delivery, { pick }) => ({
	...delivery,
	headers: withHeader(delivery.headers, 'content-type', pick(types)),
});

const query: DeliveryChange = (delivery, random) => ({ ...delivery, query: changeText(delivery.query || 'a=1', random) });

const target: DeliveryChange = (delivery, random) => ({
	...delivery,
	// What comes after a question mark is the query.
	path: changeText(delivery.path, random).replaceAll('?', ''),
});

const method: DeliveryChange = (delivery, { pick }) => ({
	...delivery,
	method: pick(['GET', 'PUT', 'post', 'POSTX', '', 'HEAD', '__proto__']),
});

/** `fromEntries`, because `__proto__` has to become a header like any other. */
function withHeader(headers: Delivery['headers'], name: string, value: string): Delivery['headers'] {
	return Object.fromEntries([...Object.entries(headers).filter(([each]) => each !== name), [name, value]]);
}

const changes = [
	...Array(10).fill(body),
	...Array(10).fill(header),
	noHeader,
	contentType,
	contentType,
	query,
	target,
	method,
] as DeliveryChange[];

/** Chosen once, so that it does the same however often it is tried. `telling` are the headers that prove something. */
export type Change = (delivery: Delivery) => Delivery;

export function chooseChange(create: () => Random, telling: readonly string[]): Change {
	return (delivery) => {
		const random = create();
		return random.pick(changes)(delivery, random, telling);
	};
}
