import { bundle as bundleForAzure } from '../../src/plugin/azure/bundle.ts';
import { readHost } from '../../src/plugin/azure/read-host.ts';
import { bundle as bundleForGoogle } from '../../src/plugin/google/bundle.ts';
import { bundleOfOurs, bundleOfTheirs, ours, root, routes } from '../cold/bundles.ts';
import { coldStarts } from '../cold/cold-starts.ts';
import { type Line, type Measure, times } from '../line.ts';

const handlers = ['src/endpoints/stripe', 'src/functions/stripe/invoice-paid', 'src/functions/reserve-stock'];
const env = { AWS_REGION: 'eu-central-1', WEBHOOK_STORAGE: 'https://account.{service}.core.windows.net' };

const forGoogle = async (handler: string): Promise<string> => {
	const made = await bundleForGoogle(`${handler}.handler`, { serviceDir: root, routes, runtime: 'nodejs24', own: undefined });
	return made['index.js'] ?? '';
};
const plan = { routes, host: readHost({ region: 'westeurope' }, routes) };
const forAzure = (app: 'endpoints' | 'functions') => bundleForAzure(app, root, { functions: ours, plan, own: undefined });

/** What each kind of function is, and how long it takes to load, on each cloud. Nothing is compared with it. */
export const measure: Measure = async () => {
	const bundles = new Map<string, Buffer | string>();
	for (const each of ['empty', 'limit-stored']) bundles.set(each, await bundleOfTheirs(`bench/cold/${each}.ts`, 'cjs'));
	for (const each of [...handlers, 'src/clouds/aws/sweep']) bundles.set(`aws ${each}`, await bundleOfOurs(`${each}.ts`));
	for (const each of [...handlers, 'src/clouds/google/sweep']) bundles.set(`google ${each}`, await forGoogle(each));
	bundles.set('azure, the app of endpoints', await forAzure('endpoints'));
	bundles.set('azure, the app of functions', await forAzure('functions'));
	const cold = await coldStarts([...bundles.values()].map((bundle) => ({ bundle, env })));
	const [, limit = Number.NaN, ...loads] = cold.map(({ load }) => load);
	return [...bundles].slice(2).map(([name, bundle], index): Line => {
		const size = `${(Buffer.byteLength(bundle) / 1000).toFixed(1)} KB`;
		const load = times((loads[index] ?? Number.NaN) / limit);
		return {
			row: 8,
			what: `loading ${name}`,
			value: `${size}, ${load}`,
			limit: `node:crypto and node:https, ${limit.toFixed(1)} ms`,
			peers: '',
			bar: '',
		};
	});
};
