import { readFileSync } from 'node:fs';
import { paths } from '../../clouds/google/read-event.ts';
import { Mistake } from '../mistake.ts';
import { suggest } from '../nearest.ts';
import type { Options } from '../serverless.ts';
import type { Google } from './clients.ts';
import { look } from './deploy/deploying.ts';
import { serviceOf } from './deploy/make-functions.ts';
import { textOption } from './osls.ts';
import type { Plan } from './plan.ts';

type Asked = { readonly plan: Plan; readonly google: Google; readonly options: Options };

/** `sls invoke`: calls a function as another function of the service does, with the operator's own identity. */
export async function invoke({ plan, google, options }: Asked, print: (text: string) => void): Promise<void> {
	const name = textOption(options, 'function') ?? '';
	const unit = plan.functions.find((each) => each.of === name);
	if (unit === undefined)
		throw new Mistake(`--function: there is no function "${name}"${suggest(name, [...new Set(plan.functions.map(({ of }) => of))])}`);
	if (unit.public || unit.internal)
		throw new Mistake(`--function: "${name}" takes webhook events, nobody can call it; use sls webhook send, or sls webhook replay`);
	const path = `v2/projects/${plan.project}/locations/${plan.region}/functions/${unit.name}`;
	const found = await look(google, 'cloudfunctions', path);
	if (found === undefined) throw new Mistake(`--function: "${name}" is not deployed`);
	const { status, body } = await google.invoke(serviceOf(found).uri, paths.call, payloadOf(options));
	if (status === 401 || status === 403)
		throw new Mistake(`Google does not let these credentials call ${unit.name}: they need roles/run.invoker on it`);
	print(body);
	if (status >= 300) throw new Mistake(`${name} failed (${status}); see sls logs --function ${name}`);
}

function payloadOf(options: Options): unknown {
	const path = textOption(options, 'path');
	const text = textOption(options, 'data') ?? (path === undefined ? undefined : readFileSync(path, 'utf8'));
	if (text === undefined) return undefined;
	if (options.raw === true) return text;
	try {
		return JSON.parse(text);
	} catch {
		throw new Mistake(`--${path === undefined ? 'data' : 'path'}: it is no JSON; give --raw to send it as a text`);
	}
}
