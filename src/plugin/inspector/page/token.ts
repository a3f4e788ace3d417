const place = 'hookport-inspector-token';

/** A server refuses this token. */
export const tokenRefused = 'token-refused';

export function readToken(): string | undefined {
	return localStorage.getItem(place) ?? undefined;
}

/**
 * Takes the token from the link that `npm start` prints, out of an address or of what was pasted, and keeps it. The storage is of this origin, port included.
 * Says whether there was one.
 */
export function keepToken(text: string): boolean {
	const found = /(?:#token=|^\s*)([\w.~%-]+)\s*$/.exec(text)?.[1];
	if (found === undefined) return false;
	localStorage.setItem(place, decodeURIComponent(found));
	return true;
}

/** The token must not stay in the address, where it is seen, bookmarked and kept with the history. */
export function takeTokenFromAddress(): boolean {
	if (!location.hash.startsWith('#token=') || !keepToken(location.hash)) return false;
	history.replaceState(undefined, '', '#/');
	return true;
}
