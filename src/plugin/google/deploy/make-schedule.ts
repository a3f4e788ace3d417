import { isDeepStrictEqual } from 'node:util';
import { paths } from '../../../clouds/google/read-event.ts';
import { Refusal } from '../refusal.ts';
import { type Deploying, look } from './deploying.ts';
import { descriptionOf } from './make-identities.ts';

const service = 'cloudscheduler';

/** The sweep, every minute: https://docs.cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs */
export async function makeSchedule({ google, plan }: Deploying, urls: ReadonlyMap<string, string>): Promise<string | undefined> {
	const { name, function: target, identity, deadlineSeconds } = plan.schedule;
	const parent = `v1/projects/${plan.project}/locations/${plan.region}/jobs`;
	const url = urls.get(target);
	const wanted = {
		description: descriptionOf(plan.mark),
		schedule: '* * * * *',
		timeZone: 'Etc/UTC',
		attemptDeadline: `${deadlineSeconds}s`,
		httpTarget: {
			uri: `${url}${paths.sweep}`,
			httpMethod: 'POST',
			oidcToken: { serviceAccountEmail: identity, audience: url },
		},
	};
	const found = await look(google, service, `${parent}/${name}`);
	if (found === undefined) {
		const body = { name: `${parent.slice('v1/'.length)}/${name}`, ...wanted };
		await google.call({ service, method: 'POST', path: parent, body });
		return 'made the schedule of the sweep';
	}
	if (found.description !== wanted.description)
		throw new Refusal(`the schedule ${name} is there already, and is not of this stage`, 'ALREADY_EXISTS', 409);
	const { httpTarget, ...rest } = wanted;
	const { uri, oidcToken } = (found.httpTarget ?? {}) as { readonly uri?: string; readonly oidcToken?: unknown };
	const isSame =
		Object.entries(rest).every(([key, value]) => found[key] === value) &&
		uri === httpTarget.uri &&
		isDeepStrictEqual(oidcToken, httpTarget.oidcToken);
	if (isSame) return undefined;
	const query = { updateMask: Object.keys(wanted).join(',') };
	await google.call({ service, method: 'PATCH', path: `${parent}/${name}`, query, body: wanted });
	return 'updated the schedule of the sweep';
}
