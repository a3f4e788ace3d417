import { join } from 'node:path';
import { shards } from '../../../src/clouds/azure/event-rows.ts';
import { siteType } from '../../../src/plugin/azure/app.ts';
import { evaluated } from '../../../src/plugin/azure/expression.ts';
import { siteOf } from '../../../src/plugin/azure/names.ts';
import { templateFile, zipFile } from '../../../src/plugin/azure/package-apps.ts';
import type { AppName } from '../../../src/plugin/azure/plan.ts';
import { retryOf } from '../../../src/webhook/retry-of.ts';
import { readZip } from '../../../tests/plugin/aws/read-zip.ts';
import type { Deployment } from '../deployment.ts';
import { assumed, quotas } from '../quotas.ts';
import { perSecondOf } from './aws.ts';
import { type Packaged, pairOf, readJson } from './package-clouds.ts';

type Scale = { readonly maximumInstanceCount: number; readonly instanceMemoryMB: number };
type Template = {
	readonly resources: readonly {
		readonly type: string;
		readonly name: string;
		readonly properties: { readonly functionAppConfig?: { readonly scaleAndConcurrency: Scale } };
	}[];
};
type Host = {
	readonly functionTimeout: string;
	readonly extensions: {
		readonly queues: {
			readonly batchSize: number;
			readonly newBatchThreshold: number;
			readonly maxDequeueCount: number;
			readonly maxPollingInterval: string;
		};
	};
};

/** What the packaged ARM template says, and the host.json in the zip of the functions. */
export function readAzure({ folder, routes }: Packaged): Deployment {
	// Sound, as the next, because the plugin wrote it.
	const { resources } = readJson(folder, templateFile) as Template;
	const host = JSON.parse(
		readZip(join(folder, zipFile('functions')))
			.get('host.json')
			?.toString() ?? '',
	) as Host;
	const scaleOf = (app: AppName): Scale => {
		const site = resources.find(({ type, name }) => type === siteType && name === evaluated(siteOf(app)));
		if (!site?.properties.functionAppConfig) throw new Error(`${templateFile}: the app of the ${app} is not in it`);
		return site.properties.functionAppConfig.scaleAndConcurrency;
	};
	const { worker } = pairOf(routes);
	const [front, behind] = [scaleOf('endpoints'), scaleOf('functions')];
	const { batchSize, newBatchThreshold, maxDequeueCount, maxPollingInterval } = host.extensions.queues;
	const each = batchSize + newBatchThreshold;
	const most = behind.maximumInstanceCount * each;
	const [frontPlaces, behindPlaces] = ['Functions: instances of the endpoints', 'Functions: instances of the function'];
	return {
		cloud: 'azure',
		function: worker,
		rates: [
			// In entities: 3 to insert, 3 to mark as sent, and later 4 to remove; a read, a claim and 3 to settle.
			perSecondOf('Tables: partitions', shards.length * quotas['table-partition'], { event: 10, attempt: 5 }),
			// A message is put; got and removed.
			perSecondOf('Queues: messages of the queue', quotas['queue-messages'], { event: 1, attempt: 2 }),
			// The requests of both: insert, mark, remove, put; read, claim, settle, get, remove.
			perSecondOf('Storage: requests of the account', quotas['account-requests'], { event: 5, attempt: 5 }),
		],
		places: {
			[frontPlaces]: (front.maximumInstanceCount * quotas['flex-http'] * front.instanceMemoryMB) / 2048,
			[behindPlaces]: most,
		},
		endpoint: { places: frontPlaces, seconds: assumed.endpointSeconds, waits: false },
		worker: {
			places: behindPlaces,
			seconds: assumed.serviceSeconds,
			timeout: secondsOf(host.functionTimeout),
			ramp: { name: 'Functions: scaling out', start: each, perSecond: (quotas['flex-step'] * each) / quotas['flex-pause'], most },
		},
		queue: {
			poll: { least: quotas['queue-poll'], most: secondsOf(maxPollingInterval) },
			pollsForNew: true,
			deliveries: maxDequeueCount,
		},
		retry: retryOf(worker, routes),
		delay: { by: 'us', whole: true },
	};
}

/** `hh:mm:ss`. */
function secondsOf(clock: string): number {
	return clock.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);
}
