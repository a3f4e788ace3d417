const limit = 300;

/** One line that says what went wrong, for whatever was thrown. */
export function errorLine(thrown: unknown): string {
	const [line = ''] = describe(thrown)
		.trim()
		.split(/[\r\n]/, 1);
	return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

function describe(thrown: unknown): string {
	try {
		if (!(thrown instanceof Error)) return `A value that is no error was thrown: ${String(thrown)}`;
		return thrown.name === 'Error' && thrown.message ? thrown.message : `${thrown.name}: ${thrown.message}`;
	} catch {
		return 'A value that can not be shown was thrown.';
	}
}
