import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '../refusal.ts';
import { type Deploying, isMarked, look } from './deploying.ts';
import { type Guard, ofStage, setPolicy } from './policy.ts';

const service = 'storage';

/** https://docs.cloud.google.com/storage/docs/json_api/v1/buckets */
export async function makeBucket({ google, plan, emails, wait }: Deploying): Promise<string | undefined> {
	const { name, grants, expireAfterDays } = plan.bucket;
	const path = `storage/v1/b/${name}`;
	const wanted = {
		labels: { hookport: plan.mark, 'hookport-throw-away': String(plan.throwAway) },
		iamConfiguration: { uniformBucketLevelAccess: { enabled: true }, publicAccessPrevention: 'enforced' },
		lifecycle: { rule: [{ action: { type: 'Delete' }, condition: { age: expireAfterDays } }] },
		// Otherwise Google keeps what was erased for a week.
		softDeletePolicy: { retentionDurationSeconds: '0' },
	};
	const found = await look(google, service, path);
	if (found === undefined) {
		const body = { name, location: plan.region, ...wanted };
		await google.call({ service, method: 'POST', path: 'storage/v1/b', query: { project: plan.project }, body });
	} else {
		if (!isMarked(found.labels, plan))
			throw new Refusal(`the bucket ${name} is there already, and is not of this stage`, 'ALREADY_EXISTS', 409);
		if (!holds(found, wanted)) await google.call({ service, method: 'PATCH', path, body: wanted });
	}
	await setPolicy(guard(google, path), grants, { isOurs: ofStage(emails), wait });
	return found === undefined ? `made the bucket ${name}` : undefined;
}

/** Cloud Storage has its own way: https://docs.cloud.google.com/storage/docs/json_api/v1/buckets/setIamPolicy */
function guard(google: Deploying['google'], path: string): Guard {
	return {
		read: () => google.call({ service, path: `${path}/iam`, query: { optionsRequestedPolicyVersion: '3' } }),
		write: (policy) => google.call({ service, method: 'PUT', path: `${path}/iam`, body: policy }),
	};
}

/** Whether everything wanted is there, whatever Google adds. */
function holds(found: unknown, wanted: unknown): boolean {
	if (typeof wanted !== 'object' || wanted === null) return isDeepStrictEqual(found, wanted);
	if (typeof found !== 'object' || found === null) return false;
	const [has, asks] = [found as Readonly<Record<string, unknown>>, wanted as Readonly<Record<string, unknown>>];
	return Object.keys(asks).every((key) => holds(has[key], asks[key]));
}
