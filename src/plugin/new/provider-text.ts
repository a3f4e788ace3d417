import { camelCase } from '../camel-case.ts';
import type { Sample } from '../commands/sample.ts';
import { schemeQuestions } from './scheme-questions.ts';

const before = ['// ? What is it called?', "name: '?',", '// ? Which official page says how its deliveries are signed?', "docs: '?',"];

const after = [
	'// ? Which content types does it post, and which of src/parsers reads each?',
	"contentTypes: { 'application/json': json },",
	'identify: (body) => [',
	'\t{',
	"\t\t// ? Where is the id of the event? textAt(body, 'event', 'id'), or of a header: (body, { headers }) above, textAt(headers, 'x-id') here.",
	"\t\tid: textAt(body, '?'),",
	'\t\t// ? Where is its type?',
	"\t\ttype: textAt(body, '?'),",
	"\t\t// ? Which part of the body is about the event? All of it: body; a part: valueAt(body, 'data').",
	'\t\tpayload: body,',
	"\t\t// ? Are id and type signed? Where one is not: unsigned: ['id', 'type']; nothing where both are.",
	'\t},',
	'],',
	'// ? Does it ask a question when it is set up? handshakes: [one of src/handshakes]; nothing where it asks none.',
	'// ? For how many seconds may it send the same event again? 0 where it never does.',
	'retryHorizon: Number.NaN,',
	'// ? How many seconds does it wait for an answer? timeout: 10; nothing where it does not say.',
	'// ? Which answer does it ask for, in a few words? Such as: any 2xx',
	"expects: '?',",
	'// ? What of a delivery is not signed, in a few words? Such as: the URL and the other headers',
	"unsigned: '?',",
	'// ? What tells a second copy, and is it the same on a retry? Such as: `id`, the same over retries',
	"sameEvent: '?',",
	'// ? What is its secret, and where is it shown, in a few words? Such as: the signing secret of the endpoint, `whsec_…`',
	"secret: '?',",
	'// ? How can its secret be changed, in a few words? Such as: both secrets sign for a day',
	"rotation: '?',",
];

/** The text of a descriptor that is still to be written: each line `// ?` asks for what is in the line below it, or is to be. */
export function providerText(id: string, scheme: string): string {
	const { imports = [], lines = [] } = schemeQuestions[scheme] ?? {};
	return [
		"import { json } from '../parsers/json.ts';",
		...imports,
		"import type { DirectProvider } from '../webhook/provider.ts';",
		"import { textAt } from '../webhook/text-at.ts';",
		'',
		`export const ${camelCase(id)}: DirectProvider = {`,
		...[`id: '${id}',`, ...before, ...lines, ...after].map((line) => `\t${line}`),
		'};',
		'',
	].join('\n');
}

/** A sample whose body is still to be filled in: the key `?` says so. */
export function openSample(type: string): Sample {
	return { type, contentType: 'application/json', headers: {}, body: JSON.stringify({ id: '{{id}}', type, '?': '' }) };
}
