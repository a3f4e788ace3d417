import type { Store } from '../../src/clouds/local/open-store.ts';
import { type EventKey, statusOf } from '../../src/webhook/record.ts';
import { until } from '../clouds/local/until.ts';
import { patience } from './start-run.ts';

/** The event once nothing more is to be done for it: its status, and how often its functions were begun. */
export async function outcomeOf({ events }: Store, key: EventKey): Promise<readonly [string, readonly number[]] | undefined> {
	const settled = async () => {
		const record = await events.get(key);
		return record && statusOf(record) !== 'pending' ? record : undefined;
	};
	await until(async () => (await settled()) !== undefined, patience);
	const record = await settled();
	return record && [statusOf(record), Object.values(record.functions).map(({ attempts }) => attempts)];
}
