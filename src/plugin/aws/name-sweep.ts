import type { Routes } from '../../webhook/source.ts';
import type { Serverless } from '../serverless.ts';
import { prefixOf, sweepName } from './plan.ts';

/** Lets `sls logs`, `metrics` and `invoke` know the sweep, which serverless.yml does not list. */
export function nameSweep({ service, processedInput }: Serverless, routes: Routes): void {
	const { functions, provider } = service;
	const [first = ''] = processedInput.commands;
	if (provider.name !== 'aws' || functions === undefined || !['logs', 'metrics', 'invoke'].includes(first)) return;
	functions[sweepName] ??= { handler: 'src/clouds/aws/sweep.handler', name: `${prefixOf(routes)}${sweepName}`, events: [] };
}
