import { expect, it } from '@jest/globals';
import { simple } from 'acorn-walk';
import { readSources, type SourceFile, textOf } from '../syntax.ts';

// Read once, when the module is loaded: the checker in this process, and not the binary of one platform.
process.env.RECHECK_BACKEND = 'pure';
const { checkSync } = await import('recheck');

type Found = { readonly file: string; readonly text: string; readonly pattern?: { readonly source: string; readonly flags: string } };

/** From the syntax tree: what looks like one in a comment or a text is none. */
function expressionsOf(source: SourceFile): readonly Found[] {
	const found: Found[] = [];
	const { file } = source;
	const made = (node: { callee: unknown } & Parameters<typeof textOf>[1]) => {
		if ((node.callee as { name?: string }).name === 'RegExp') found.push({ file, text: textOf(source, node) });
	};
	simple(source.tree, {
		Literal: ({ regex, raw = '' }) => {
			if (regex) found.push({ file, text: raw, pattern: { source: regex.pattern, flags: regex.flags } });
		},
		NewExpression: made,
		CallExpression: made,
	});
	return found;
}

const nobodysSender = {
	config: 'reads serverless.yml or a setting of the developer',
	source: "reads the developer's own source files",
	system: 'reads what the operating system says of its processes',
	aws: 'reads an answer of AWS that the developer asked for',
	azure: 'reads an answer of Azure, in which what a sender wrote is base64',
	url: 'reads the public URL that the developer set, or the name of the gateway',
} as const;

/** Slow for some text, or made at run time, and no sender can reach them. */
const excused: readonly (readonly [file: string, start: string, reason: keyof typeof nobodysSender])[] = [
	['clouds/http-event.ts', '/\\/+$/', 'url'],
	['clouds/azure/messages.ts', 'new RegExp(`<', 'azure'],
	['clouds/azure/read-event.ts', '/\\/+$/', 'url'],
	['clouds/google/read-event.ts', '/\\/+$/', 'url'],
	['plugin/aws/stage/empty-bucket.ts', '/<Error>', 'aws'],
	['plugin/aws/stage/read-stack.ts', '/<Outputs>', 'aws'],
	['plugin/aws/stage/read-stack.ts', 'new RegExp(`<', 'aws'],
	['plugin/azure/names.ts', '/-+$/', 'config'],
	['plugin/azure/names.ts', '/^[^a-z]+|-+$/', 'config'],
	['plugin/azure/read-settings.ts', '/\\/+$/', 'config'],
	['plugin/commands/base-url.ts', '/\\/+$/', 'config'],
	['plugin/commands/unsigned-delivery.ts', '/\\/+$/', 'config'],
	['plugin/google/names.ts', '/-+$/', 'config'],
	['plugin/google/read-settings.ts', '/\\/+$/', 'config'],
	['plugin/local/process-of.ts', '/\\((.*)\\)', 'system'],
	['plugin/local/process-of.ts', '/^\\s*(\\d+)', 'system'],
	['plugin/read-handler.ts', 'new RegExp( ', 'source'],
	['plugin/read-handler.ts', 'new RegExp(String.raw`\\b(\\w+)', 'source'],
	['plugin/read-handler.ts', 'new RegExp(`^', 'source'],
	['plugin/read-handler.ts', '/\\bexport\\s+(?:async', 'source'],
	['plugin/read-handler.ts', '/\\bexport\\s*\\{', 'source'],
	['plugin/read-handler.ts', "/'(?:\\\\.|", 'source'],
];
const excuses = ({ file, text }: Found) => excused.filter(([where, start]) => where === file && text.startsWith(start));

const all = readSources().flatMap(expressionsOf);
const checked = all.filter((each) => excuses(each).length === 0).map((each) => [each.file, each.text, each] as const);

it.each(checked)('%s: %s takes no longer than its text is long', (_file, _text, { pattern }) => {
	// One that is made at run time can't be known: it has to be excused, or written as a literal.
	expect(pattern).toBeDefined();
	const result = checkSync(pattern?.source ?? '', pattern?.flags ?? '', { timeout: 10_000 });

	// Whole, because it names a text that takes long.
	expect(result).toMatchObject({ status: 'safe' });
});

it('each excuse is for one expression that is there', () => {
	const users = excused.map((excuse) => [...excuse.slice(0, 2), all.filter((each) => excuses(each).includes(excuse)).length]);

	expect(users).toEqual(excused.map((excuse) => [...excuse.slice(0, 2), 1]));
});

it('the checker knows slow ones', () => {
	const statuses = ['(a+)+$', '\\s+$', '(.*)=(.*)=(.*)$'].map((pattern) => checkSync(pattern, '').status);

	expect(statuses).toEqual(['vulnerable', 'vulnerable', 'vulnerable']);
});
