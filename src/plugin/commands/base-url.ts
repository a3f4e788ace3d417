import { Mistake } from '../mistake.ts';
import type { Desk } from './desk.ts';

/** Where the gateway is, without a slash at the end: what `--url` says, else the stage's or local run's own, else where the latter would be. */
export function baseUrl(url: string | undefined, { url: own }: Pick<Desk, 'url'>): string {
	const base = url ?? own ?? 'http://localhost:3000';
	if (!/^https?:$/.test(URL.parse(base)?.protocol ?? '')) throw new Mistake(`--url: "${base}" is no URL such as http://localhost:3000`);
	return base.replace(/\/+$/, '');
}
