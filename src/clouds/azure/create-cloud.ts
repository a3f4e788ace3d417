import { setTimeout } from 'node:timers/promises';
import type { Cloud } from '../../webhook/ports.ts';
import type { Routes } from '../../webhook/source.ts';
import { createOutside } from '../outside.ts';
import { createBlobs } from './blobs.ts';
import { callInProcess } from './call.ts';
import { type Client, createClient } from './client.ts';
import { createLog, type Write } from './create-log.ts';
import { createMetrics } from './create-metrics.ts';
import { dispose } from './dispose.ts';
import type { Environment } from './endpoint.ts';
import { createEvents } from './events.ts';
import { queueMessages } from './messages.ts';
import { container } from './names.ts';
import { createOpenings } from './openings.ts';
import { createQueue } from './queue.ts';
import { readEvent } from './read-event.ts';
import { createRecords } from './records.ts';
import { running } from './running.ts';
import { createSecrets } from './secrets.ts';
import { tableEntities } from './table-entities.ts';
import { writeLine } from './write-line.ts';

type Options = {
	readonly env: Environment;
	readonly routes: Pick<Routes, 'service' | 'stage'>;
	readonly client?: Client;
	readonly now?: Cloud['now'];
	readonly wait?: Cloud['wait'];
	readonly write?: Write;
};

/** Azure, as a function of the service sees it. Which one that is, is known only while it runs. */
export function createCloud({
	env,
	routes: { service, stage },
	client = createClient({ env }),
	now = Date.now,
	wait = setTimeout,
	write = writeLine,
}: Options): Cloud {
	const functionName = () => running.getStore()?.name ?? '';
	const resource = () => ({ 'service.name': service, 'deployment.environment.name': stage, 'faas.name': functionName() });
	const messages = queueMessages(client);
	const openings = tableEntities(client, 'openings');
	return {
		name: 'azure',
		functionName,
		now,
		wait,
		open: (input, context) => readEvent(input, { env, now, context }),
		respond: ({ status, headers, body }) => ({ status, headers, body }),
		dispose: (all, dispositions) => dispose(all, dispositions, messages),
		events: createEvents(tableEntities(client, 'events'), wait),
		queue: createQueue(messages),
		blobs: createBlobs(client, container),
		secrets: createSecrets({ env, client, entities: openings, now, wait }),
		openings: createOpenings(openings),
		outside: createOutside({ now }),
		records: createRecords(tableEntities(client, 'records')),
		log: createLog(resource, write),
		metrics: createMetrics({ service, stage }, write),
		call: callInProcess,
	};
}
