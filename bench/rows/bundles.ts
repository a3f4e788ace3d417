import { bundleOfOurs, bundleOfTheirs } from '../cold/bundles.ts';
import { coldStarts } from '../cold/cold-starts.ts';
import type { Measure } from '../line.ts';

const kilo = (bytes: number) => bytes / 1000;
const shown = (bytes: number) => `${kilo(bytes).toFixed(1)} KB`;
const bars = { function: 22, endpoint: 30 };

/** What has to be shipped, and whether loading it loads undici. */
export const measure: Measure = async ({ peers }) => {
	const handled = await bundleOfOurs('src/functions/slack/deploy-command.ts');
	const endpoint = await bundleOfOurs('src/endpoints/stripe.ts');
	const cold = await coldStarts(
		[handled, endpoint].map((bundle) => ({ bundle })),
		1,
	);
	const undici = cold.some((each) => each.undici);
	const [stock, stack] = peers
		? await Promise.all([bundleOfTheirs('bench/peers/stock.ts', 'cjs'), bundleOfTheirs('bench/peers/powertools.ts', 'cjs')])
		: [];
	return [
		{
			row: 8,
			what: 'bundle, minified: a `handled` function and an endpoint for AWS; undici at ready',
			value: `${shown(handled.length)} and ${shown(endpoint.length)}; undici ${undici ? 'loaded' : 'not loaded'}`,
			limit: '',
			peers: stock && stack ? `stock Middy with zod ${shown(stock.length)}; Powertools, AWS SDK and stripe ${shown(stack.length)}` : '',
			bar: `≤ ${bars.function} KB and ≤ ${bars.endpoint} KB; not loaded`,
			over: undici ? Number.POSITIVE_INFINITY : Math.max(kilo(handled.length) / bars.function, kilo(endpoint.length) / bars.endpoint),
		},
	];
};
