import { setTimeout } from 'node:timers/promises';
import type { Cloud } from '../../webhook/ports.ts';
import type { Routes } from '../../webhook/source.ts';
import { createOutside } from '../outside.ts';
import { createBlobs } from './blobs.ts';
import { createCall } from './call.ts';
import { jsonCall } from './call-json.ts';
import { type Client, createClient } from './client.ts';
import { createLog } from './create-log.ts';
import { createMetrics } from './create-metrics.ts';
import { dispose } from './dispose.ts';
import type { Environment } from './endpoint.ts';
import { createEvents } from './events.ts';
import { createOpenings } from './openings.ts';
import { createQueue } from './queue.ts';
import { readEvent } from './read-event.ts';
import { createRecords } from './records.ts';
import { createSecrets } from './secrets.ts';
import { tableItems } from './table-items.ts';

type Options = {
	readonly env: Environment;
	readonly routes: Pick<Routes, 'service' | 'stage'>;
	readonly client?: Client;
	readonly now?: Cloud['now'];
	readonly wait?: Cloud['wait'];
	readonly write?: (line: string) => void;
};

/** AWS, as a function of the service sees it: `WEBHOOK_FUNCTION`, `_TABLE`, `_BUCKET` and `_QUEUES` name what is its own. */
export function createCloud({
	env,
	routes: { service, stage },
	client = createClient({ env }),
	now = Date.now,
	wait = setTimeout,
	write = (line) => process.stdout.write(line),
}: Options): Cloud {
	const { WEBHOOK_FUNCTION: name = '', WEBHOOK_TABLE: table = '', WEBHOOK_BUCKET: bucket = '', WEBHOOK_QUEUES: queues = '' } = env;
	const items = tableItems(jsonCall(client, 'dynamodb'), table);
	const sqs = jsonCall(client, 'sqs');
	const log = createLog({ 'service.name': service, 'deployment.environment.name': stage, 'faas.name': name }, write);
	const onError = (error: unknown) => log.warn('messages come again at the queue’s own time', { error: String(error) });
	return {
		name: 'aws',
		functionName: () => name,
		now,
		wait,
		open: (input, context) => readEvent(input, { publicUrl: env.WEBHOOK_PUBLIC_URL, trace: env._X_AMZN_TRACE_ID, context }),
		respond: ({ status, headers, body }) => ({ statusCode: status, headers, body }),
		dispose: (messages, dispositions) => dispose(messages, dispositions, { sqs, queues, onError }),
		events: createEvents(items, { now, wait }),
		queue: createQueue(sqs, queues),
		blobs: createBlobs(client, bucket),
		secrets: createSecrets({ ssm: jsonCall(client, 'ssm'), prefix: `/${service}/${stage}/`, now }),
		openings: createOpenings(items),
		outside: createOutside({ now }),
		records: createRecords(items),
		log,
		metrics: createMetrics({ service, stage }, write, now),
		call: createCall(client, `${service}-${stage}-`),
	};
}
