import type { Page } from './send.ts';

/** The page of the inspector. */
export async function buildPage(): Promise<Page> {
	return { html: '<!doctype html><title>Hookport</title><p>The inspector has no page yet.', script: '', style: '' };
}
