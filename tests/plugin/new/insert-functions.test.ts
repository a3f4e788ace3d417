import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { FunctionEntry } from '../../../src/plugin/new/function-entry.ts';
import { insertFunctions } from '../../../src/plugin/new/insert-functions.ts';

const refund: FunctionEntry = { name: 'refund', handler: 'src/refund.handler', source: 'stripe', type: 'charge.refunded' };
const endpoint: FunctionEntry = { name: 'stripe', handler: 'src/endpoints/stripe.handler', source: 'stripe' };
const webhook = '[{ webhook: { source: stripe, type: charge.refunded } }]';
const two = `  refund:\n    handler: src/refund.handler\n    events: ${webhook}`;
const four = two.replaceAll(/^ +/gm, '$&$&');

/** `▼` is where the text goes, and is not in the file. */
const layouts: readonly (readonly [given: string, marked: string, inserted: string])[] = [
	['functions and nothing after them', 'functions:\n  a:\n    handler: a.b▼\n', `\n${two}`],
	['no line break at the end', 'functions:\n  a:\n    handler: a.b▼', `\n${two}`],
	['CRLF', 'service: s\r\nfunctions:\r\n  a:\r\n    handler: a.b▼\r\ncustom: 1\r\n', `\n${two}`.replaceAll('\n', '\r\n')],
	['CRLF, and no line break at the end', 'functions:\r\n  a:\r\n    handler: a.b▼', `\n${two}`.replaceAll('\n', '\r\n')],
	['four columns', 'functions:\n    a:\n        handler: a.b▼\n', `\n${four}`],
	['one step of four columns in two', 'functions:\n  a:\n      handler: a.b▼\n', `\n${two.replaceAll('    ', '      ')}`],
	['empty lines between functions', 'functions:\n  a:\n    handler: a.b\n\n  b:\n    handler: a.b▼\n\ncustom: 1\n', `\n\n${two}`],
	['groups of functions', 'functions:\n  a: {handler: a.b}\n  b: {handler: a.b}\n\n  c: {handler: a.b}▼\n', `\n${two}`],
	['a comment of what follows', 'functions:\n  a:\n    handler: a.b▼\n\n# All the rest\n\ncustom: 1\n', `\n${two}`],
	['an indented comment right above what follows', 'functions:\n  a:\n    handler: a.b▼\n  # The rest\ncustom: 1\n', `\n${two}`],
	['a comment after the last function', 'functions:\n  a:\n    handler: a.b\n  # old:\n  #   handler: c.d▼\n\ncustom: 1\n', `\n${two}`],
	['two comments', 'functions:\n  a:\n    handler: a.b\n  # old▼\n# The rest\ncustom: 1\n', `\n${two}`],
	['a comment within the last function', 'functions:\n  a:\n    handler: a.b\n    # timeout: 3▼\ncustom: 1\n', `\n${two}`],
	['a comment at the end of the file', 'functions:\n  a:\n    handler: a.b\n  # the end▼', `\n${two}`],
	['a comment on the last line', 'functions:\n  a:\n    handler: a.b   # why▼\n', `\n${two}`],
	[
		'anchors, aliases and merged keys',
		'custom: &c { timeout: 3 }\nfunctions: &all\n  a: &a\n    <<: *c\n    handler: a.b\n  b: *a▼\nresources: {}\n',
		`\n${two}`,
	],
	[
		'a text in a block with what looks like a comment',
		'functions:\n  a:\n    description: |\n      x\n      # y▼\n\ncustom: 1\n',
		`\n${two}`,
	],
	['a text in a block that keeps its end', 'functions:\n  a:\n    description: |+\n      x\n▼\n', `\n${two}`],
	['a text over two lines', 'functions:\n  a:\n    description: x\n      y▼\ncustom: 1\n', `\n${two}`],
	['a tag of CloudFormation', 'functions:\n  a:\n    role: !GetAtt Role.Arn▼\n', `\n${two}`],
	['a list in the last function', 'functions:\n  a:\n    handler: a.b\n    events:\n    - webhook: x\n    - webhook: y▼\n', `\n${two}`],
	['a function without a value', 'functions:\n  a:▼\n', `\n${two}`],
	['a flow map over several lines', 'functions:\n  a: {\n    handler: a.b\n  }▼\ncustom: 1\n', `\n${two}`],
	['no value', 'service: s\nfunctions:   # none yet▼\ncustom:\n  a: 1\n', `\n${two}`],
	['no value but comments', 'functions:\n  # What senders post to▼\n\ncustom: 1\n', `\n${two}`],
	['no functions', 'service: s\ncustom:\n    a: 1▼\n', `\n\nfunctions:\n${four}`],
	['no functions and no line break at the end', 'service: s▼', `\n\nfunctions:\n${two}`],
	[
		'double quotes',
		'functions:\n  "a":\n    handler: "a.b"▼\n',
		`\n${two}`.replaceAll(/(src\/refund.handler|stripe|charge.refunded)/g, '"$1"'),
	],
	[
		'single quotes',
		"functions:\n  a:\n    handler: 'a.b'▼\n",
		`\n${two}`.replaceAll(/(src\/refund.handler|stripe|charge.refunded)/g, "'$1'"),
	],
	[
		'a list of maps',
		`functions:\n  - \${file(a.yml)}\n  - a:\n      handler: a.b▼\ncustom: 1\n`,
		'\n  - refund:\n      handler: src/refund.handler\n      events: [{ webhook: { source: stripe, type: charge.refunded } }]',
	],
	[
		'a list of files at the very left',
		`functions:\n- \${file(a.yml)}▼\n\n# The rest\n\ncustom: 1\n`,
		'\n- refund:\n    handler: src/refund.handler\n    events: [{ webhook: { source: stripe, type: charge.refunded } }]',
	],
	['a document that is marked as one', '---\nfunctions:\n  a:\n    handler: a.b▼\n...\n', `\n${two}`],
];

describe('a function goes to the end of the functions, and nothing else changes', () => {
	it.each(layouts)('given %s', (_, marked, inserted) => {
		const [head = '', tail = ''] = marked.split('▼');

		expect(insertFunctions(head + tail, [refund])).toBe(head + inserted + tail);
	});

	it('given the serverless.yml of this project, and an endpoint too', () => {
		const yml = readFileSync(new URL('../../../serverless.yml', import.meta.url), 'utf8');

		const text = insertFunctions(yml, [{ ...endpoint, name: 'acme' }, refund]);

		expect(text).toBe(`${yml}  acme:\n    handler: src/endpoints/stripe.handler\n    events: [{ webhook: stripe }]\n${two}\n`);
	});

	it.each([
		['orders/create', 'orders/create'],
		['true', "'true'"],
		['*', "'*'"],
		['a: b', "'a: b'"],
		['a,b', "'a,b'"],
		["it's #1", "'it''s #1'"],
		['1.10', "'1.10'"],
		['no', "'no'"],
	])('given the type %s → it stands as %s', (type, written) => {
		expect(insertFunctions('functions:\n', [{ ...refund, type }])).toContain(`{ source: stripe, type: ${written} }`);
	});
});

const byHand = 'so nothing was written; add there yourself: refund: { handler: src/refund.handler, events: ';

describe('what is laid out otherwise is refused with one line, which says what to write', () => {
	it.each([
		['functions: {}\n', 'serverless.yml: "functions" is written in { }'],
		['functions: { a: { handler: a.b } }\n', 'serverless.yml: "functions" is written in { }'],
		['functions: [a]\n', 'serverless.yml: "functions" is written in [ ]'],
		['functions: ~\n', 'serverless.yml: "functions" is ~'],
		['custom: &f\n  a:\n    handler: a.b\nfunctions: *f\n', 'serverless.yml: "functions" stands elsewhere (*f)'],
		['{ service: s, functions: { } }\n', 'serverless.yml: "functions" is written in { }'],
		['{ service: s }\n', 'serverless.yml: "functions" can not be found'],
		['', 'serverless.yml: "functions" can not be found'],
		['service: s\n...\n', 'serverless.yml: "functions" is laid out in a way that is not known here'],
	])('%j', (text, why) => {
		expect(() => insertFunctions(text, [refund])).toThrow(`${why}, ${byHand}${webhook} }`);
	});

	it('given functions that another file holds → it names that one, whichever was asked for', () => {
		const text = `functions: \${file(./serverless.yml):functions}\n`;

		expect(() => insertFunctions(text, [refund], 'serverless.google.yml')).toThrow(
			`serverless.google.yml: "functions" is \${file(./serverless.yml):functions}, ${byHand.replace('there', 'to serverless.yml')}${webhook} }`,
		);
	});

	it('given another file that is no YAML → it is named', () => {
		expect(() => insertFunctions('functions:\n\ta: 1\n', [refund], 'serverless.azure.yml')).toThrow(/^serverless\.azure\.yml: .*line 2/);
	});

	it.each([
		['a tab', 'functions:\n\ta: 1\n', /^serverless\.yml: .*line 2/],
		['two documents', 'functions:\n  a:\n---\nfunctions:\n', /^serverless\.yml: /],
		['a key twice', 'functions:\n  a:\n  a:\n', /^serverless\.yml: Map keys must be unique/],
	])('%s', (_, text, message) => {
		expect(() => insertFunctions(text, [refund])).toThrow(message);
	});
});
