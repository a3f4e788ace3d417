import { createCloud } from '../src/clouds/aws/create-cloud.ts';
import type { Platform } from '../src/middleware/step.ts';
import type { Cloud } from '../src/webhook/ports.ts';
import { defaultMaxBody, defaultRetry, type Route, type Source } from '../src/webhook/source.ts';
import { nothing, portsAtOnce } from './ports-at-once.ts';

/** As Lambda sets it before each call. */
const trace = 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=0';

type Options = {
	/** Its function answers; otherwise its endpoint stores. */
	readonly route: Route;
	readonly secret: string;
	readonly provider?: string;
	readonly ports?: Partial<Cloud>;
};

/** Ports that answer at once, behind AWS's own reading of events and writing of replies: what is left is the chain. */
export function atOnce({ route, secret, provider = route.source, ports = {} }: Options): Platform {
	const source: Source = { name: route.source, provider, maxBody: 2 * defaultMaxBody };
	const routes = {
		service: 'bench',
		stage: 'dev',
		sources: { [route.source]: source },
		routes: [route],
		retry: defaultRetry,
		timeouts: {},
	};
	const env = { WEBHOOK_FUNCTION: route.function, AWS_REGION: 'eu-central-1', _X_AMZN_TRACE_ID: trace };
	const real = createCloud({ env, routes, client: nothing });
	return {
		routes,
		cloud: { ...real, ...portsAtOnce(route.source, secret), ...ports },
	};
}
