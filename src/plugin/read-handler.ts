/** The call that makes a function's handler: `receive(stripe)`, or `onEvent(stripe, 'invoice.paid', …)`. */
export type HandlerCall = {
	/** The name that the provider has where it is exported. */
	readonly provider: string;
	/** None for an endpoint. */
	readonly types: readonly string[];
};

const literal = String.raw`['"\`][^'"\`$\\]*['"\`]`;
const call = new RegExp(
	String.raw`(?:\bexport\s+const\s+(?<exported>\w+)\s*(?::[^=]*)?=\s*)?\b` +
		String.raw`(?:receive\s*\(\s*(?<source>\w+)\s*[,)]|onEvent\s*(?:<[^()]*>)?\s*\(\s*(?<provider>\w+)\s*,\s*(?<types>${literal}|\[[^\]]*\])\s*[,)])`,
	'g',
);

/**
 * The call behind an export of a handler's file, from its text, since it is TypeScript that has not been built. Undefined where the call is not written with
 * plain names and literals, or where it can't be told which one is meant.
 */
export function readCall(text: string, exported: string): HandlerCall | undefined {
	const code = withoutComments(text);
	const calls = [...code.matchAll(call)].map(({ groups = {} }) => groups);
	const own = calls.find((groups) => groups.exported === exported) ?? (calls.length === 1 ? calls[0] : undefined);
	const types = own && typesOf(own.types);
	if (types === undefined) return undefined;
	const name = own?.source ?? own?.provider ?? '';
	const [, original = name] = new RegExp(String.raw`\b(\w+)\s+as\s+${name}\b`).exec(code) ?? [];
	return { provider: original, types };
}

/** Undefined where one of them is no literal. */
function typesOf(text: string | undefined): readonly string[] | undefined {
	const items = (text ?? '')
		.replace(/^\[|\]$/g, '')
		.split(',')
		.map((item) => item.trim())
		.filter(Boolean);
	return items.every((item) => new RegExp(`^${literal}$`).test(item)) ? items.map((item) => item.slice(1, -1)) : undefined;
}

/** The names that a file exports; undefined where its text alone does not tell. */
export function readExports(text: string): readonly string[] | undefined {
	const code = withoutComments(text);
	if (/\bexports\b|\bexport\s*\*|\bexport\s+(?:const|let|var)\s*[{[]/.test(code)) return undefined;
	const declared = code.matchAll(/\bexport\s+(?:async\s+)?(?:const|let|var|function|class)\s*\*?\s*([\w$]+)/g);
	const listed = [...code.matchAll(/\bexport\s*\{([^}]*)\}/g)].flatMap(([, list = '']) => list.split(','));
	const names = listed.map((item) => item.trim().split(/\s+/).at(-1) ?? '');
	return [
		...[...declared].map(([, name = '']) => name),
		...names.filter(Boolean),
		...(/\bexport\s+default\b/.test(code) ? ['default'] : []),
	];
}

/** Texts in quotes stay: they may hold what looks like a comment. */
function withoutComments(text: string): string {
	const quotedOrComment = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
	return text.replace(quotedOrComment, (found) => (found.startsWith('/') ? ' ' : found));
}
