import type { ServerResponse } from 'node:http';

/** The page's three files, as text. */
export type Page = { readonly html: string; readonly script: string; readonly style: string };

/** Nothing from elsewhere, nothing inline, in no frame. https://www.w3.org/TR/CSP3/ */
const policy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"connect-src 'self'",
	"img-src 'self' data:",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
	"require-trusted-types-for 'script'",
].join('; ');

const always = {
	'content-security-policy': policy,
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'cache-control': 'no-store',
};

const files: Readonly<Record<string, { readonly type: string; readonly of: (page: Page) => string }>> = {
	'/': { type: 'text/html; charset=utf-8', of: ({ html }) => html },
	'/page.js': { type: 'text/javascript; charset=utf-8', of: ({ script }) => script },
	'/page.css': { type: 'text/css; charset=utf-8', of: ({ style }) => style },
};

type Wanted = { readonly path: string; readonly method: string };

export async function sendPage(response: ServerResponse, { path, method }: Wanted, page: () => Promise<Page>): Promise<void> {
	const file = Object.hasOwn(files, path) && method === 'GET' ? files[path] : undefined;
	if (file === undefined) return sendJson(response, 404, { error: `There is nothing at ${path}.` });
	response.writeHead(200, { ...always, 'content-type': file.type }).end(file.of(await page()));
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
	response.writeHead(status, { ...always, 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(value));
}

export const streamHeaders = { ...always, 'content-type': 'text/event-stream; charset=utf-8' };
