import { accountOf } from '../diagnosis/account-of.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import type { Evidence } from '../diagnosis/evidence.ts';
import { sampleHeader } from '../webhook/canary.ts';
import type { Cloud } from '../webhook/ports.ts';
import type { ReadableSecrets } from '../webhook/secrets.ts';
import { retiredName, secretName } from '../webhook/source.ts';
import { readSecrets } from './read-secrets.ts';
import type { Passage, Platform } from './step.ts';

const mostPerMinute = 6;

/**
 * Leaves with a passage why its delivery was not believed, a few times a minute, for the log. What is found is of our own words. It never fails, and what is answered
 * stays as it is: the sender learns none of it.
 */
export function diagnoseRefusals(): (passage: Passage, platform: Platform) => Promise<void> | undefined {
	const accounts = recentAccounts();
	let minute = 0;
	let diagnosed = 0;
	return (passage, { cloud }) => {
		if (cloud.explained) return undefined;
		if (passage.verified) accounts.keep(passage);
		if (passage.refusal === undefined || passage.judged === undefined || passage.verified) return undefined;
		const current = Math.floor(cloud.now() / 60_000);
		if (current !== minute) diagnosed = 0;
		minute = current;
		diagnosed += 1;
		if (diagnosed > mostPerMinute) return undefined;
		return diagnoseOne(passage, cloud, accounts.of(passage.source.name));
	};
}

async function diagnoseOne(
	passage: Passage,
	{ secrets: kept }: Pick<Cloud, 'secrets'>,
	knowsAccount: Evidence['knowsAccount'],
): Promise<void> {
	const { delivery, provider, source, judged } = passage;
	try {
		const [secrets, retired] = await Promise.all([readSecrets(kept, source.name, 'WEBHOOK_SECRET'), readRetired(kept, source.name)]);
		const found = await diagnose({ delivery, provider, secrets, retired, ...judged, ...(knowsAccount && { knowsAccount }) });
		if (found) passage.diagnosis = { code: found.code, hint: found.hint };
	} catch {
		// Nobody waits for a diagnosis.
	}
}

/** Known, but never valid. Whether it can be read is nobody's trouble. */
export async function readRetired({ get }: Pick<ReadableSecrets, 'get'>, source: string): Promise<readonly string[]> {
	const value = await get(retiredName(secretName(source, 'WEBHOOK_SECRET'))).catch(() => undefined);
	return value?.trim() ? [value] : [];
}

const mostAccounts = 16;

/** The accounts of the last deliveries that were believed, by source, the latest first. */
function recentAccounts() {
	const known = new Map<string, readonly string[]>();
	return {
		keep: ({ source, provider, delivery, body }: Passage) => {
			const account = provider.account && accountOf(provider.account, delivery.headers, body);
			if (account === undefined || delivery.headers[sampleHeader] !== undefined) return;
			const own = known.get(source.name) ?? [];
			if (own[0] === account) return;
			known.set(source.name, [account, ...own.filter((each) => each !== account)].slice(0, mostAccounts));
		},
		of: (source: string) => {
			const own = known.get(source);
			return own && ((account: string) => own.includes(account));
		},
	};
}
