import { Mistake } from '../mistake.ts';
import type { Desk } from './desk.ts';

/**
 * Where the gateway is for who posts to a path, without a slash at the end: what `--url` says, else the stage's or local run's own, else where the latter
 * would be.
 */
export function baseUrl(path: string, url: string | undefined, { url: own, hosts = {} }: Pick<Desk, 'url' | 'hosts'>): string {
	const base = url ?? hosts[path] ?? own ?? 'http://localhost:3000';
	if (!/^https?:$/.test(URL.parse(base)?.protocol ?? '')) throw new Mistake(`--url: "${base}" is no URL such as http://localhost:3000`);
	return base.replace(/\/+$/, '');
}

/** What senders were told to post to, whatever is posted to now. */
export function publicBase(path: string, url: string | undefined, desk: Pick<Desk, 'url' | 'hosts' | 'publicUrl'>): string {
	return desk.publicUrl ?? desk.hosts?.[path] ?? baseUrl(path, url, desk);
}
