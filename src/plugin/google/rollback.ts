import { table } from '../commands/event-line.ts';
import { readSince } from '../commands/read-filter.ts';
import { Mistake } from '../mistake.ts';
import type { Json } from './clients.ts';
import { type Deploying, inLanes, lastOf, listAll, look } from './deploy/deploying.ts';
import { serviceOf } from './deploy/make-functions.ts';
import { pass } from './deploy/open-service.ts';
import type { CloudFunction } from './plan.ts';

type Asked = Pick<Deploying, 'plan' | 'google' | 'wait' | 'now' | 'print'>;
type Revision = { readonly name: string; readonly createdAt: string };

/**
 * `sls rollback --timestamp …`: what comes goes to each function's revision of that time; without a time, it lists them. Code, environment and settings of
 * functions go back; topics, subscriptions, rights and secrets stay as they are, and the next deployment goes on from its own.
 */
export async function rollback(timestamp: string | undefined, asked: Asked): Promise<void> {
	const time = timestamp === undefined ? undefined : readSince(timestamp, asked.now(), '--timestamp');
	const rows: string[][] = [];
	await inLanes(asked.plan.functions, 5, async (unit) => {
		const { service, revisions } = await revisionsOf(unit, asked);
		if (time === undefined) rows.push(...revisions.map(({ name, createdAt }) => [createdAt, unit.name, name]));
		const then = time !== undefined && revisions.find(({ createdAt }) => Date.parse(createdAt) <= time);
		if (then) rows.push(await goBack(service, then, { unit, asked }));
	});
	if (rows.length === 0 && time === undefined)
		throw new Mistake(`nothing of ${asked.plan.mark} is deployed in ${asked.plan.project}, ${asked.plan.region}`);
	if (rows.length === 0) throw new Mistake('--timestamp: no function has a revision of that time; sls rollback without it lists them');
	rows.sort(([one = '', name = ''], [other = '', another = '']) => other.localeCompare(one) || name.localeCompare(another));
	asked.print(table([['CREATED', 'FUNCTION', 'REVISION'], ...rows]));
}

/** `sls rollback function`: one function, by the name of its revision. */
export async function rollbackFunction(name: string, version: string, asked: Asked): Promise<void> {
	const units = asked.plan.functions.filter(({ of }) => of === name);
	if (units.length === 0) throw new Mistake(`--function: there is no function "${name}"`);
	for (const unit of units) {
		const { service, revisions } = await revisionsOf(unit, asked);
		const found = revisions.find((each) => each.name === version);
		if (found) return asked.print(table([await goBack(service, found, { unit, asked })]));
	}
	throw new Mistake(`--function-version: "${name}" has no revision "${version}"; sls rollback lists them`);
}

async function goBack(service: string, { name, createdAt }: Revision, { unit, asked }: { unit: CloudFunction; asked: Asked }) {
	await pass(service, [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: name, percent: 100 }], asked);
	return [createdAt, unit.name, name];
}

/** Newest first, and only those that could start. https://docs.cloud.google.com/run/docs/reference/rest/v2/projects.locations.services.revisions */
async function revisionsOf({ name }: CloudFunction, { plan, google }: Asked): Promise<{ service: string; revisions: readonly Revision[] }> {
	const found = await look(google, 'cloudfunctions', `v2/projects/${plan.project}/locations/${plan.region}/functions/${name}`);
	if (found === undefined) return { service: '', revisions: [] };
	const { service } = serviceOf(found);
	const all = await listAll(google, { service: 'run', path: `v2/${service}/revisions`, key: 'revisions' });
	const ready = all.filter(isReady).map((each) => ({ name: lastOf(each.name), createdAt: String(each.createTime) }));
	return { service, revisions: ready.sort((one, other) => other.createdAt.localeCompare(one.createdAt)) };
}

function isReady({ conditions }: Json): boolean {
	// Sound because the API says so.
	const all = (conditions ?? []) as readonly { readonly type?: string; readonly state?: string }[];
	return all.find(({ type }) => type === 'Ready')?.state !== 'CONDITION_FAILED';
}
