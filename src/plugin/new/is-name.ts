/** A name becomes a part of the names of files, URLs, environment variables and AWS's functions. */
export function isName(text: string): boolean {
	return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text);
}
