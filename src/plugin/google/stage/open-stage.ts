import type { Routes } from '../../../webhook/source.ts';
import { readConfig } from '../../read-config.ts';
import type { Serverless } from '../../serverless.ts';
import { createGoogle } from '../clients.ts';
import { flagsOf } from '../osls.ts';
import { planOf } from '../plan-of.ts';
import { readSettings } from '../read-settings.ts';
import type { Stage } from './stage-place.ts';

/** A stage on Google, which may not be deployed yet. */
export function openStage(serverless: Serverless, routes: Routes, env: Stage['env'] = process.env): Stage {
	const plan = planOf(serverless.service, routes);
	const { publicUrl } = readSettings(readConfig(serverless.service.custom?.webhook, 'custom.webhook').google);
	return { plan, routes, google: createGoogle({ project: plan.project, env }), flags: flagsOf(serverless, plan.stage), publicUrl, env };
}
