/** What may be sent back to somebody who has not proved himself: not much, on one line, and nothing that a browser could take for a page. */
const echoable = /^[\x20-\x3b\x3d\x3f-\x7e]{1,1024}$/;

export function echoed(text: string | undefined): string | undefined {
	return text !== undefined && echoable.test(text) ? text : undefined;
}
