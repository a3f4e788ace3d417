const mark = 'smoke-';

/** The header of what an operator has sent in a sender's place, with `sls webhook send` or a copied curl: it does not tell what the sender does. */
export const sampleHeader = 'x-hookport-sample';

/** The id that `sls webhook smoke` fills a sample with. */
export function canaryId(random: string): string {
	return mark + random;
}

/**
 * Whether an event is a canary of `sls webhook smoke`, wherever its sender's ids can be chosen: a function asks this before it does what a test must not do.
 * Not every provider signs the id, so a canary's may be given to a copy of a genuine delivery; the genuine one has been handled under its own.
 */
export function isCanary({ id }: { readonly id: string }): boolean {
	return /smoke-[0-9a-f]{8}-[0-9a-f]{4}-/.test(id);
}
