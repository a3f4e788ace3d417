import type { Random } from './random.ts';

type TextChange = (text: string, random: Random) => string;

const odd = ['\0', '\t', ' ', ',', ';', '=', '"', '.', '-', '+', '/', '%00', '\u00a0', 'é', '１', '\ud800', '\u202e'];
/** What stands for a time, a length or a signature and is none. */
export const oddValues: readonly string[] = [
	'',
	' ',
	'0',
	'-1',
	'+1',
	'NaN',
	'Infinity',
	'0x6924b000',
	'1e9',
	'1e999',
	'9'.repeat(400),
	'1700000000.5',
	'١٧٠٠٠٠٠٠٠٠',
	'null',
	'undefined',
	'[object Object]',
	'__proto__',
	'constructor',
	't=,v1=',
	'v1,',
	'Basic ',
	'Basic Og==',
	'Bearer ',
	'='.repeat(100),
	',t=1'.repeat(2_000),
	'v1,a '.repeat(2_000),
	`${' '.repeat(8_000)}x`,
	'[['.repeat(4_000),
];

const changes: readonly TextChange[] = [
	(text, { below, pick }) => {
		const at = below(text.length + 1);
		return text.slice(0, at) + pick(odd) + text.slice(at);
	},
	(text, { below }) => {
		const at = below(text.length || 1);
		return text.slice(0, at) + String.fromCharCode(33 + below(94)) + text.slice(at + 1);
	},
	(text, { below }) => {
		const at = below(text.length || 1);
		return text.slice(0, at) + text.slice(at + 1 + below(4));
	},
	(text, { below }) => {
		const [one, other] = [below(text.length + 1), below(text.length + 1)];
		return text.slice(0, Math.max(one, other)) + text.slice(Math.min(one, other));
	},
	(text, { below }) => text.slice(0, below(text.length + 1)),
	(text, { pick }) => text + pick([',', ', ', ';', ' ', '\t', '']) + text,
	(text, { pick }) => pick([' ', '\t', ',', '=', 'A', '0']) + text,
	(text, { pick }) => text + pick([' ', '\t', ',', '=', '==', 'A', '0', '\n', '\r\n']),
	(text, { below }) => text.repeat(1 + below(100)).slice(0, 8_000),
	(text) => text.toUpperCase(),
	(text) => text.toLowerCase(),
	(text) => encodeURIComponent(text.toWellFormed()),
	(text, { pick }) => Buffer.from(text).toString(pick(['hex', 'base64', 'base64url'] as const)),
	(text, { pick }) => Buffer.from(text, pick(['hex', 'base64'] as const)).toString(pick(['hex', 'base64', 'base64url', 'latin1'] as const)),
	changeFields,
	changeFields,
	(_, { pick }) => pick(oddValues),
];

/** The parts of `t=1,v1=ab`, `v1,ab v1a,cd` or `Basic ab`: emptied, repeated, or in another order. */
function changeFields(text: string, { below, pick }: Random): string {
	const separator = pick([',', ' ', ';', '=']);
	const fields = text.split(separator);
	const at = below(fields.length);
	const [field = ''] = fields.slice(at, at + 1);
	const other = pick([
		[],
		[''],
		[field, field],
		[field, ''],
		[field.slice(0, field.indexOf('=') + 1)],
		[`x${field}`],
		[field, 'x=1'],
		[field, 'v2,AAAA'],
	]);
	const changed = [...fields.slice(0, at), ...other, ...fields.slice(at + 1)];
	return (pick([true, false]) ? changed : changed.reverse()).join(separator);
}

export function changeText(text: string, random: Random): string {
	return random.pick(changes)(text, random);
}
