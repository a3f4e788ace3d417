import { Mistake } from '../mistake.ts';
import type { Desk } from './desk.ts';

/** Where the gateway is, without a slash at the end: what `--url` says, else the local run's own, else where it would be. */
export function baseUrl(url: string | undefined, { runsAt }: Desk): string {
	const base = url ?? runsAt ?? 'http://localhost:3000';
	if (!/^https?:$/.test(URL.parse(base)?.protocol ?? '')) throw new Mistake(`--url: "${base}" is no URL such as http://localhost:3000`);
	return base.replace(/\/+$/, '');
}
