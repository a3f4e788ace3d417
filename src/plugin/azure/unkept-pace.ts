import { paceOf } from '../read-pace.ts';
import { webhookEvents } from '../read-routes.ts';
import type { Functions } from '../serverless.ts';

/** What functions say of their queues and Azure has nothing for, one line each: its host has one setting for all queues of an app. */
export function unkeptPace(functions: Functions): readonly string[] {
	return Object.entries(functions).flatMap(([name, config]) =>
		Object.keys(paceOf(name, webhookEvents(config))).map(
			(key) => `function "${name}": ${key} has no effect on Azure, where all queues of an app share one setting`,
		),
	);
}
