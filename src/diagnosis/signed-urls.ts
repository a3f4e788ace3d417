import type { Delivery } from '../webhook/delivery.ts';
import type { Undone } from './finding.ts';

const mostUrls = 24;

/** What the sender may have been told to post to, by what the headers say of it; what is nearest to what we think stands first. */
export function signedUrls({ url, query, headers }: Delivery): readonly Undone<{ readonly url: string }>[] {
	const [, scheme = '', host = '', path = '', end = ''] = /^(https?):\/\/([^/?#]*)([^?#]*)(.*)/i.exec(url) ?? [];
	const first = (name: string) => (headers[name] ?? '').split(',', 1).join('').trim();
	const named = [host, first('x-forwarded-host'), first('host'), first('x-original-host')].filter((each) => /^[\w.:-]+$/.test(each));
	const paths = [path, path.endsWith('/') ? path.slice(0, -1) : `${path}/`, first('x-forwarded-prefix').replace(/\/$/, '') + path];
	const found = [];
	for (const ownEnd of new Set([end, query && `?${query}`, '']))
		for (const ownPath of new Set(paths))
			for (const ownHost of new Set(named.flatMap((each) => [each, each.replace(/:\d+$/, '')])))
				for (const ownScheme of ['https', 'http']) {
					const changes = [
						ownScheme === scheme.toLowerCase() ? '' : ownScheme,
						ownHost === host ? '' : 'another host or port',
						ownPath === path ? '' : 'another path',
						ownEnd === end ? '' : ownEnd ? 'a query' : 'no query',
					].filter((change) => change);
					if (changes.length > 0) found.push({ changes, url: `${ownScheme}://${ownHost}${ownPath}${ownEnd}` });
				}
	const nearest = found.sort((a, b) => a.changes.length - b.changes.length).slice(0, mostUrls);
	return nearest.map(({ changes, url: signed }) => ({ what: changes.join(', '), url: signed }));
}

/** A query may hold a token. */
export function withoutQuery(url: string): string {
	return url.split('?', 1).join('');
}
