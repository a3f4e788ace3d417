import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../clients.ts';
import type { Grant } from '../plan.ts';
import { everybody } from '../plan.ts';
import { isConflict, Refusal } from '../refusal.ts';
import type { Deploying } from './deploying.ts';

/** A policy of IAM. Version 3 is the one with conditions: https://docs.cloud.google.com/iam/docs/reference/rest/v1/Policy */
export type Policy = { readonly etag?: string; readonly version?: number; readonly bindings?: readonly Grant[] };

/** Where a policy is read and written; each API has its own way. */
export type Guard = { readonly read: () => Promise<Json>; readonly write: (policy: Policy) => Promise<unknown> };

/** How the API of a resource names its two methods. */
export function guardOf({ google }: Pick<Deploying, 'google'>, service: string, path: string, asks: 'GET' | 'POST' = 'GET'): Guard {
	const version = { requestedPolicyVersion: 3 };
	return {
		read: () =>
			asks === 'GET'
				? google.call({ service, path: `${path}:getIamPolicy`, query: { 'options.requestedPolicyVersion': '3' } })
				: google.call({ service, method: 'POST', path: `${path}:getIamPolicy`, body: { options: version } }),
		write: (policy) => google.call({ service, method: 'POST', path: `${path}:setIamPolicy`, body: { policy } }),
	};
}

const mostRounds = 8;

/**
 * Reads a policy, puts the wanted grants in the place of ours, and writes it back where nobody else did in between. What others were granted stays.
 * An identity that was just made may be unknown to IAM for some seconds: https://docs.cloud.google.com/iam/docs/access-change-propagation
 */
export async function setPolicy(
	guard: Guard,
	wanted: readonly Grant[],
	{ isOurs, wait }: { isOurs: IsOurs; wait: Deploying['wait'] },
): Promise<boolean> {
	for (let round = 1; ; round += 1) {
		const policy: Policy = await guard.read();
		const bindings = merged(policy.bindings ?? [], wanted, isOurs);
		if (isDeepStrictEqual(sorted(bindings), sorted(policy.bindings ?? []))) return false;
		try {
			await guard.write({ ...policy, version: 3, bindings });
			return true;
		} catch (error) {
			if (round >= mostRounds || !(isConflict(error) || isUnknownYet(error))) throw error;
			await wait(Math.min(500 * 2 ** round, 10_000));
		}
	}
}

export type IsOurs = (member: string, grant: Grant) => boolean;

export function merged(bindings: readonly Grant[], wanted: readonly Grant[], isOurs: IsOurs): readonly Grant[] {
	const others = bindings.flatMap((grant) => {
		const members = grant.members.filter((member) => !isOurs(member, grant));
		return members.length > 0 ? [{ ...grant, members }] : [];
	});
	const all = new Map<string, Grant>();
	for (const grant of [...others, ...wanted]) {
		if (grant.members.length === 0) continue;
		const key = JSON.stringify([grant.role, grant.condition?.title, grant.condition?.expression]);
		const members = [...new Set([...(all.get(key)?.members ?? []), ...grant.members])].sort();
		all.set(key, { ...all.get(key), ...grant, members });
	}
	return [...all.values()];
}

function sorted(bindings: readonly Grant[]): readonly string[] {
	return bindings
		.map(({ role, members, condition }) => JSON.stringify([role, [...members].sort(), condition?.title, condition?.expression]))
		.sort();
}

/** On a resource that is the stage's: its identities, Google's own that it lets in, and everybody. */
export function ofStage(emails: readonly string[]): IsOurs {
	const ours = new Set(emails.map((email) => `serviceAccount:${email}`));
	return (member) =>
		ours.has(member) || member === everybody || /@gcp-sa-[a-z]+\.iam\.gserviceaccount\.com$/.test(member) || isGone(member, ours);
}

/** What was deleted stays in policies under another name for a while. */
function isGone(member: string, ours: ReadonlySet<string>): boolean {
	return ours.has(member.replace(/^deleted:/, '').replace(/\?uid=\d+$/, ''));
}

function isUnknownYet(error: unknown): boolean {
	return error instanceof Refusal && error.status === 400 && /does not exist/i.test(error.message);
}
