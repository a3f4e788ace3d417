/** `; did you mean "stripe"?` when one of the names is close enough to be meant, and otherwise the names, or nothing where there are none. */
export function suggest(wrong: string, names: readonly string[]): string {
	const [best] = names.map((name) => ({ name, distance: distance(wrong.toLowerCase(), name.toLowerCase()) })).sort(byDistance);
	if (best === undefined) return '';
	if (best.distance <= Math.max(2, Math.floor(best.name.length / 3))) return `; did you mean "${best.name}"?`;
	return names.length <= 16 ? `; it may be ${names.join(', ')}` : `; the nearest is "${best.name}"`;
}

type Candidate = { readonly name: string; readonly distance: number };

function byDistance(a: Candidate, b: Candidate): number {
	return a.distance - b.distance;
}

/** Levenshtein's: insertions, deletions and replacements of one UTF-16 unit. */
function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}
