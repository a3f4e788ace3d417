import { setTimeout } from 'node:timers/promises';
import type { Cloud } from '../../webhook/ports.ts';
import type { Routes } from '../../webhook/source.ts';
import { createOutside } from '../outside.ts';
import { createBlobs } from './blobs.ts';
import { createCall } from './call.ts';
import { type Client, createClient, jsonCall } from './client.ts';
import { createLog } from './create-log.ts';
import { createMetrics } from './create-metrics.ts';
import { dispose } from './dispose.ts';
import { createDocuments } from './documents.ts';
import type { Environment } from './endpoint.ts';
import { createEvents } from './events.ts';
import { isOpen } from './is-open.ts';
import { createOpenings } from './openings.ts';
import { createQueue } from './queue.ts';
import { readEvent } from './read-event.ts';
import { createRecords } from './records.ts';
import { createSecrets } from './secrets.ts';

type Options = {
	readonly env: Environment;
	readonly routes: Pick<Routes, 'service' | 'stage' | 'routes'>;
	readonly client?: Client;
	readonly now?: Cloud['now'];
	readonly wait?: Cloud['wait'];
	readonly write?: (line: string) => void;
};

/** Google Cloud, as a function of the service sees it: `WEBHOOK_FUNCTION`, `_PROJECT`, `_REGION`, `_PREFIX` and `_BUCKET` name what is its own. */
export function createCloud({
	env,
	routes,
	client = createClient({ env }),
	now = Date.now,
	wait = setTimeout,
	write = (line) => process.stdout.write(line),
}: Options): Cloud {
	const { service, stage } = routes;
	const { WEBHOOK_FUNCTION: name = '', WEBHOOK_PROJECT: project = '', WEBHOOK_PREFIX: prefix = '', WEBHOOK_BUCKET: bucket = '' } = env;
	const firestore = jsonCall(client, 'firestore');
	const documents = createDocuments(firestore, project, `${prefix}events`);
	const secretManager = jsonCall(client, 'secretmanager');
	const open = isOpen(env, routes);
	const queued = routes.routes.flatMap((route) => (route.type === undefined ? [] : [route.function]));
	return {
		name: 'google',
		functionName: () => name,
		now,
		wait,
		open: (input) => readEvent(input, { publicUrl: env.WEBHOOK_PUBLIC_URL, open, now }),
		respond: (reply) => reply,
		dispose: (_, dispositions) => dispose(dispositions),
		events: createEvents(documents, { wait }),
		queue: createQueue(jsonCall(client, 'pubsub'), { project, prefix, queued }),
		blobs: createBlobs(client, bucket),
		secrets: createSecrets({ secretManager, documents, project, prefix, env, now }),
		openings: createOpenings(documents),
		outside: createOutside({ now }),
		records: createRecords(createDocuments(firestore, project, `${prefix}records`)),
		log: createLog({ 'service.name': service, 'deployment.environment.name': stage, 'faas.name': name }, { project, write }),
		metrics: createMetrics({ service, stage }, write, now),
		call: createCall(client, { base: `https://${env.WEBHOOK_REGION}-${project}.cloudfunctions.net`, prefix }),
	};
}
