/**
 * Puts a text that is still to come on the clipboard, and says so. The promise goes to the browser within the user's gesture: some refuse the clipboard after it.
 * @throws {Error} with one line for the user
 */
export async function copyLater(text: Promise<string>, what: string): Promise<string> {
	const type = 'text/plain';
	const blob = text.then((known) => new Blob([known], { type }));
	const copying = navigator.clipboard.write([new ClipboardItem({ [type]: blob })]);
	// Both are awaited, for why there is no text says more than that it was not copied.
	const [known, copied] = await Promise.allSettled([text, copying]);
	if (known.status === 'rejected') throw known.reason;
	if (copied.status === 'rejected') throw new Error('The browser did not let the page copy. Allow it the clipboard and try again.');
	return `${what} is on the clipboard.`;
}
