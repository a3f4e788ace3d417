import { changeBytes } from './change-bytes.ts';
import { changeText } from './change-text.ts';
import type { Random } from './random.ts';

/** JSON that a value may be replaced with, as raw text: some of it no `JSON.stringify` would write. */
const oddJson: readonly string[] = [
	...[
		'null',
		'true',
		'0',
		'-0',
		'1e999',
		'-1e-999',
		'9007199254740993',
		'9'.repeat(400),
		'""',
		'[]',
		'{}',
		'"\\u0000"',
		'"\\ud800"',
		'"\\udfff\\ud800"',
	],
	...['NaN', '01', '.5', '+1', "'x'", '"\u2028"', '"\t"', '[1,]', '{"a":1,}', '{"a":1,"a":2}', '{"id":1,"id":"x","type":"t","type":2}'],
	...[
		'{"__proto__":{"id":"x"}}',
		'{"\\u005f_proto__":1}',
		'{"constructor":{"prototype":{"x":1}}}',
		'{"toString":1,"hasOwnProperty":2,"length":3}',
	],
	...[
		'['.repeat(50) + ']'.repeat(50),
		'['.repeat(10_000) + ']'.repeat(10_000),
		`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
		'['.repeat(20_000),
	],
	...[`"${'x'.repeat(300)}"`, `"${'é'.repeat(10_000)}"`, `[${'0,'.repeat(200)}0]`, `"${'\\u0041'.repeat(300)}"`],
];

const marker = '\u{10ffff}marked';

function changeJson(body: Buffer, random: Random): Buffer {
	const odd = random.pick(oddJson);
	if (random.chance(0.1)) return Buffer.from(odd);
	if (random.chance(0.1)) return Buffer.from(`[${body.toString()},${odd}]`);
	try {
		return Buffer.from(replaceValue(JSON.parse(body.toString()), odd, random));
	} catch {
		// No JSON any more, or too deep to walk.
		return changeBytes(body, random);
	}
}

function replaceValue(value: unknown, by: string, { below }: Random): string {
	const places: (() => void)[] = [];
	const walk = (node: unknown) => {
		if (typeof node !== 'object' || node === null) return;
		// Sound because a list is an object whose keys are its indexes.
		const fields = node as Record<string, unknown>;
		for (const key of Object.keys(fields)) {
			places.push(() => {
				fields[key] = marker;
			});
			walk(fields[key]);
		}
	};
	walk(value);
	if (places.length > 0) places[below(places.length)]?.();
	return JSON.stringify(value).replace(JSON.stringify(marker), () => by);
}

const oddItems = [
	'',
	'=',
	'&&',
	'a',
	'=b',
	'__proto__=1',
	'a[]=1',
	'a[b][c]=1',
	'%',
	'%zz=%',
	'x=%ff',
	'x=%ed%a0%80',
	'x=%u0041',
	'x=%00',
	'payload={',
	'payload=[]',
];

function changeForm(body: Buffer, random: Random): Buffer {
	const { below, pick } = random;
	const items = body.toString().split('&');
	const at = below(items.length);
	const [item = ''] = items.slice(at, at + 1);
	const many = pick([
		[],
		[item, item],
		[changeText(item, random)],
		[item, pick(oddItems)],
		[item, ...Array(1_000).fill('f=1')],
		[pick(oddItems)],
	]);
	const changed = [...items.slice(0, at), ...many, ...items.slice(at + 1)];
	return Buffer.from((pick([true, true, false]) ? changed : changed.reverse()).join('&'));
}

function changeParts(body: Buffer, random: Random): Buffer {
	const { below, pick } = random;
	const lines = body.toString('latin1').split('\r\n');
	const at = below(lines.length);
	const [line = ''] = lines.slice(at, at + 1);
	const odd = [
		'',
		'--x',
		'--x--',
		'--',
		'--y',
		'--xx',
		'Content-Disposition: form-data; name="__proto__"',
		'Content-Disposition: form-data; name="a[]"',
	];
	const more = [
		'Content-Disposition: form-data; name=""; filename*=utf-8\'\'%ff%zz',
		'Content-Disposition: form-data; name="f"; filename="a"; filename="b"',
		'Content-Type: application/octet-stream',
		'Content-Transfer-Encoding: base64',
		`X: ${'y'.repeat(20_000)}`,
	];
	const others = pick([[], [line, line], [changeText(line, random)], [pick([...odd, ...more])], [line, pick([...odd, ...more])]]);
	const changed = [...lines.slice(0, at), ...others, ...lines.slice(at + 1)];
	return Buffer.from(changed.join(pick(['\r\n', '\r\n', '\r\n', '\r\n', '\n', '\r'])), 'latin1');
}

/** A change that knows the form of the body, or one that does not. */
export function changeBody(body: Buffer, mediaType: string, random: Random): Buffer {
	if (random.chance(0.3)) return changeBytes(body, random);
	if (mediaType === 'application/x-www-form-urlencoded') return changeForm(body, random);
	if (mediaType === 'multipart/form-data') return changeParts(body, random);
	return changeJson(body, random);
}
