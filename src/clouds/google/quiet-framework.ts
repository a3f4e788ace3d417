import { logLine } from '../log-line.ts';

type Stream = Pick<NodeJS.WriteStream, 'write'>;

const quiet = new WeakSet<Stream>();

/**
 * The functions-framework prints what it does not like about a body, and the body with it, before any of our code has looked at who sent it. Only the kind of that error
 * goes on to the log. Its own parsers are in the error’s stack.
 */
export function quietFramework(stream: Stream = process.stderr): void {
	if (quiet.has(stream)) return;
	quiet.add(stream);
	const write = stream.write.bind(stream);
	// Sound because all that is passed on is passed on as it came, save a text for a text.
	stream.write = ((chunk: unknown, ...rest: never[]) => write(withoutBody(chunk) as string, ...rest)) as Stream['write'];
}

/** The kinds of https://github.com/expressjs/body-parser#errors, as Node shows a field of an error. */
const kinds = /^ {2}type: '((?:entity|charset|encoding|parameters|querystring|request|stream)\.[a-z.]{1,40})'/gm;

function withoutBody(chunk: unknown): unknown {
	const text = typeof chunk === 'string' ? chunk : '';
	// The last one: a body may hold another.
	const [, kind] = /[/\\](body-parser|raw-body)[/\\]/.test(text) ? ([...text.matchAll(kinds)].at(-1) ?? []) : [];
	if (kind === undefined) return chunk;
	return logLine({
		time: new Date().toISOString(),
		severity: 'WARNING',
		message: 'the functions-framework refused a request',
		detail: kind,
	});
}
