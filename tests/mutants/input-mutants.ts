import type { Mutant } from './mutant.ts';

const attacks = ['canary', 'flood', 'identity', 'same-reply'].map((name) => `tests/attack/${name}.test.ts`);
const chain = ['tests/middleware', 'tests/receive.test.ts', ...attacks];

/** What a stranger's or a sender's bytes can do. */
export const input: readonly Mutant[] = [
	{
		without: 'the limit of a body',
		file: 'src/middleware/limit-body.ts',
		find: 'return length > event.source.maxBody',
		replace: 'return length > 1e12',
		by: chain,
	},
	{
		without: 'counting a body while it is read',
		file: 'src/plugin/local/read-body.ts',
		find: 'if (size <= limit) {',
		replace: 'if (size <= limit * 1e6) {',
		by: ['tests/plugin/local/gateway', 'tests/attack/slow.test.ts'],
	},
	{
		without: 'the longest id',
		file: 'src/middleware/identify-event.ts',
		find: 'text.length <= longest',
		replace: 'text.length <= longest * 1e9',
		by: chain,
	},
	{
		without: 'refusing a body that is not UTF-8',
		file: 'src/webhook/delivery.ts',
		find: 'isUtf8(body.rawBody) ? body.rawBody.toString() : undefined',
		replace: 'body.rawBody.toString()',
		by: ['tests/parsers'],
	},
	{
		without: 'reading a body from its text only where its bytes are of that text',
		file: 'src/webhook/delivery.ts',
		find: 'text?.of === rawBody ? text.value : undefined',
		replace: 'text?.value',
		by: ['tests/webhook/delivery'],
	},
	{
		without: 'reading a body from its bytes where its text has half a character',
		file: 'src/clouds/http-event.ts',
		find: 'event.isBase64Encoded || !body.isWellFormed()',
		replace: 'event.isBase64Encoded',
		by: ['tests/clouds/local/read-event'],
	},
	{
		without: 'the bound on how deep a body is nested',
		file: 'src/parsers/json.ts',
		find: 'if (mayBeDeep(text) && isDeep(value))',
		replace: 'if (false)',
		by: ['tests/parsers'],
	},
	{
		without: 'looking for keys whose letters are escaped',
		file: 'src/parsers/json.ts',
		find: ' && escaped.test(text)',
		replace: ' && false',
		by: ['tests/parsers'],
	},
	{
		without: 'the bound on fields of a form',
		file: 'src/parsers/form.ts',
		find: "if (body.split('&', mostFields + 1).length > mostFields) throw new MalformedBody('the form has too many fields');",
		replace: '',
		by: ['tests/parsers'],
	},
	{
		without: 'signed JSON never being read as a form',
		file: 'src/parsers/form.ts',
		find: "if (/^\\s*[[{]/.test(body)) throw new MalformedBody('the body is JSON, not a form');",
		replace: '',
		by: ['tests/parsers', 'tests/providers'],
	},
	{
		without: 'leaving credentials out of what is kept',
		file: 'src/middleware/credentials-of.ts',
		find: 'always.includes(name) || credentials.includes(name) || ',
		replace: '',
		by: chain,
	},
	{
		without: 'leaving out headers that are named like a signature or a secret',
		file: 'src/middleware/credentials-of.ts',
		find: ' || isTelling(name)',
		replace: '',
		by: ['tests/middleware'],
	},
	{
		without: 'sampling what is told of forged deliveries',
		file: 'src/middleware/sample-refusals.ts',
		find: 'if (refusals <= mostPerMinute) log(told, reply, platform);',
		replace: 'log(told, reply, platform);',
		by: chain,
	},
	{
		without: 'a reply without details of a failure',
		file: 'src/middleware/step.ts',
		find: 'return problem(code, passage.delivery.requestId, headers);',
		replace: "return problem(code, passage.delivery.requestId, { ...headers, 'x-detail': encodeURIComponent(detail) });",
		by: chain,
	},
	{
		without: 'escaping what steers a terminal',
		file: 'src/clouds/local/create-log.ts',
		find: "return text.replace(steering, ' ');",
		replace: 'return text;',
		by: ['tests/attack/steering.test.ts'],
	},
	{
		without: 'the mode of the store',
		file: 'src/clouds/local/open-database.ts',
		find: "if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));",
		replace: '',
		by: ['tests/attack/private-files.test.ts'],
	},
];
