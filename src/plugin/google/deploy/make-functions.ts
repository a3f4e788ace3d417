import type { Json } from '../clients.ts';
import type { CloudFunction } from '../plan.ts';
import { Refusal } from '../refusal.ts';
import { type Deploying, inLanes, isMarked, look } from './deploying.ts';
import { type FunctionBody, functionBody, isUnchanged, withDigest } from './function-body.ts';
import { filledSecrets } from './make-secrets.ts';
import { openService } from './open-service.ts';
import { ended } from './operation.ts';

const service = 'cloudfunctions';

/** Builds at once. Cloud Build lets a new project run few side by side. */
const lanes = 5;

/** Returns where each function is, by its name on Google. Those that have not changed since they were built stay as they are. */
export async function makeFunctions(deploying: Deploying): Promise<{ readonly urls: ReadonlyMap<string, string>; readonly said: string }> {
	const { plan, print } = deploying;
	const filled = await filledSecrets(deploying);
	const urls = new Map<string, string>();
	let built = 0;
	await inLanes(plan.functions, lanes, async (unit) => {
		const body = withDigest(functionBody(unit, plan, filled, plan.prefix), deploying.zipOf(unit.of));
		try {
			const { found, done } = await makeFunction(unit, body, deploying);
			const { uri, service: runService } = serviceOf(found);
			await openService(runService, unit, deploying);
			urls.set(unit.name, uri);
			if (done === undefined) return;
			built += 1;
			print(`  ${done} ${unit.name}`);
		} catch (error) {
			throw error instanceof Refusal ? new Refusal(`${unit.name}: ${error.message}`, error.code, error.status) : error;
		}
	});
	return { urls, said: built === 0 ? 'no function has changed' : `${built} of ${plan.functions.length} functions` };
}

type Made = { readonly found: Json; readonly done?: 'created' | 'updated' };

async function makeFunction(unit: CloudFunction, body: FunctionBody, deploying: Deploying): Promise<Made> {
	const { google, plan } = deploying;
	const parent = `v2/projects/${plan.project}/locations/${plan.region}/functions`;
	const found = await settled(`${parent}/${unit.name}`, deploying);
	if (found && !isMarked(found.labels, plan))
		throw new Refusal('a function of this name is there already, and is not of this stage', 'ALREADY_EXISTS', 409);
	if (found?.state === 'ACTIVE' && isUnchanged(found.labels, body)) return { found };
	const { uploadUrl, storageSource } = await google.call({
		service,
		method: 'POST',
		path: `${parent}:generateUploadUrl`,
		body: { environment: 'GEN_2' },
	});
	await google.upload(String(uploadUrl), deploying.zipOf(unit.of));
	const whole = {
		name: `${parent.slice('v2/'.length)}/${unit.name}`,
		environment: 'GEN_2',
		...body,
		buildConfig: { ...body.buildConfig, source: { storageSource } },
	};
	const operation = found
		? await google.call({
				service,
				method: 'PATCH',
				path: `${parent}/${unit.name}`,
				query: { updateMask: 'description,labels,buildConfig,serviceConfig' },
				body: whole,
			})
		: await google.call({ service, method: 'POST', path: parent, query: { functionId: unit.name }, body: whole });
	await ended(operation, { service, root: 'v2' }, deploying);
	const made = await look(google, service, `${parent}/${unit.name}`);
	if (made?.state !== 'ACTIVE') throw new Refusal(`it is ${String(made?.state ?? 'gone')} after it was built`, 'FAILED_PRECONDITION', 400);
	return { found: made, done: found ? 'updated' : 'created' };
}

const longestMillis = 10 * 60_000;

/** A deployment that was broken off may go on at Google. */
async function settled(path: string, { google, wait, now }: Deploying): Promise<Json | undefined> {
	const end = now() + longestMillis;
	for (;;) {
		const found = await look(google, service, path);
		if (found?.state !== 'DEPLOYING' && found?.state !== 'DELETING') return found;
		if (now() > end) throw new Refusal(`it is ${String(found.state)} for long; wait for that, then deploy again`, 'DEADLINE_EXCEEDED', 0);
		await wait(3000);
	}
}

/** Where it runs, and as which service of Cloud Run. */
export function serviceOf(found: Json): { readonly uri: string; readonly service: string } {
	const { serviceConfig } = found;
	// Sound because the API says so of a function that is active.
	const { uri = '', service: name = '' } = (serviceConfig ?? {}) as { readonly uri?: string; readonly service?: string };
	return { uri, service: name };
}
