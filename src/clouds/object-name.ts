/** The key itself where it is made of letters, digits, `-`, `_` and `/`, as all of ours are; what else it holds is written so that no path can be mistaken. */
export function objectName(key: string): string {
	const segments = key.split('/').map((segment) => (segment === '' ? '~' : segment.replace(/[^\w-]/g, escaped)));
	return segments.join('/');
}

function escaped(unit: string): string {
	return `~${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
