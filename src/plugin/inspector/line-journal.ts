/** The lines of the latest calls, by request id. */
export type LineJournal = {
	readonly add: (requestId: string, line: string) => void;
	readonly of: (requestId: string) => readonly string[];
	readonly drop: (requestId: string) => void;
};

const mostLines = 200;
const longestLine = 2_000;
/** Of all calls together, in UTF-16 units. */
const mostLength = 8 * 1024 * 1024;

export function openLineJournal(): LineJournal {
	const calls = new Map<string, string[]>();
	let length = 0;
	const drop = (requestId: string) => {
		for (const line of calls.get(requestId) ?? []) length -= line.length;
		calls.delete(requestId);
	};
	return {
		drop,
		of: (requestId) => calls.get(requestId) ?? [],
		add: (requestId, line) => {
			const known = calls.get(requestId) ?? [];
			if (known.length >= mostLines) return;
			const kept = copied(line.slice(0, longestLine));
			known.push(kept);
			calls.set(requestId, known);
			length += kept.length;
			for (const oldest of calls.keys()) {
				if (length <= mostLength || oldest === requestId) break;
				drop(oldest);
			}
		},
	};
}

/** A slice would keep all that it was cut from. */
function copied(text: string): string {
	return Buffer.from(text).toString();
}
