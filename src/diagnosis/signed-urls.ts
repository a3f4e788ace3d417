import type { Delivery } from '../webhook/delivery.ts';
import type { Undone } from './finding.ts';

const mostUrls = 20;

/** What the sender may have been told to post to, by what the headers say of it. */
export function signedUrls({ url, query, headers }: Delivery): readonly Undone<{ readonly url: string }>[] {
	const [, scheme = '', host = '', path = ''] = /^(https?):\/\/([^/?#]*)([^?#]*)/i.exec(url) ?? [];
	const first = (name: string) => (headers[name] ?? '').split(',', 1).join('').trim();
	const named = [host, first('x-forwarded-host'), first('host'), first('x-original-host')].filter((each) => /^[\w.:-]+$/.test(each));
	const hosts = new Set(named.flatMap((each) => [each, each.replace(/:\d+$/, '')]));
	const paths = new Set([path, path.endsWith('/') ? path.slice(0, -1) : `${path}/`, first('x-forwarded-prefix').replace(/\/$/, '') + path]);
	const found = [];
	for (const ownQuery of new Set([query && `?${query}`, '']))
		for (const ownPath of paths)
			for (const ownHost of hosts)
				for (const ownScheme of ['https', 'http']) {
					const changes = [
						[ownScheme !== scheme.toLowerCase(), ownScheme],
						[ownHost !== host, 'another host or port'],
						[ownPath !== path, 'another path'],
						[ownQuery === '' && query !== '', 'no query'],
					] as const;
					const what = changes.flatMap(([changed, how]) => (changed ? how : [])).join(', ');
					if (what) found.push({ what, url: `${ownScheme}://${ownHost}${ownPath}${ownQuery}` });
				}
	return found.slice(0, mostUrls);
}

/** A query may hold a token. */
export function withoutQuery(url: string): string {
	return url.split('?', 1).join('');
}
