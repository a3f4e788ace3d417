import { table } from '../commands/event-line.ts';
import type { Google } from './clients.ts';
import { isMarked, lastOf, listAll } from './deploy/deploying.ts';
import { serviceOf } from './deploy/make-functions.ts';
import type { Plan } from './plan.ts';

/** `sls info`: what runs, and in which state. */
export async function info(
	{ plan, google }: { readonly plan: Plan; readonly google: Google },
	print: (text: string) => void,
): Promise<void> {
	const path = `v2/projects/${plan.project}/locations/${plan.region}/functions`;
	const all = await listAll(google, { service: 'cloudfunctions', path, key: 'functions' });
	const rows = all
		.filter(({ labels }) => isMarked(labels, plan))
		.map((found) => [lastOf(found.name), String(found.state), String(found.updateTime ?? ''), serviceOf(found).uri])
		.sort(([one = ''], [other = '']) => one.localeCompare(other));
	print(`service: ${plan.service}\nstage: ${plan.stage}\nproject: ${plan.project}\nregion: ${plan.region}\n`);
	print(rows.length === 0 ? 'Nothing is deployed.' : table([['FUNCTION', 'STATE', 'UPDATED', 'URL'], ...rows]));
}
