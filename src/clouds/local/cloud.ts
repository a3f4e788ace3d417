import { setTimeout } from 'node:timers/promises';
import type { Cloud, Queue } from '../../webhook/ports.ts';
import { createOutside } from '../outside.ts';
import { createLog } from './create-log.ts';
import { openStore, type Store } from './open-store.ts';
import { placeOf } from './place-of.ts';
import { readEvent } from './read-event.ts';
import { createSecrets } from './secrets.ts';
import { heard, inThread, requestCall, wake } from './thread.ts';

if (process.env.AWS_LAMBDA_RUNTIME_API) {
	throw new Error('This bundle holds the local cloud and can not run on AWS Lambda. Build it with the condition "aws".');
}

const dataDir = () => process.env.WEBHOOK_DATA_DIR ?? '.webhook';
const functionName = () => process.env.WEBHOOK_FUNCTION ?? '';

let opened: Store | undefined;

/** Opened at first use, so that a command which only loads a function's file leaves no store behind. */
function store(): Store {
	opened ??= openStore(dataDir());
	return opened;
}

/** The messages are in the queue already, and the dispatcher looks there by itself: nothing may fail for a wake-up call that did not get through. */
function hint(): void {
	try {
		wake();
	} catch {}
}

const queue: Queue = {
	send: async (messages) => {
		await store().queue.send(messages);
		hint();
	},
	bury: (message, reason) => store().queue.bury(message, reason),
};

/** A laptop: the embedded store, and functions in threads of the one process. */
export const cloud: Cloud = {
	name: 'local',
	functionName,
	now: Date.now,
	wait: setTimeout,
	open: readEvent,
	respond: ({ status, headers, body }) => ({ statusCode: status, headers, body }),
	dispose: (_, dispositions) => ({ dispositions }),
	queue,
	get events() {
		return store().events;
	},
	get blobs() {
		return store().blobs;
	},
	get records() {
		return store().records;
	},
	get openings() {
		return store().openings;
	},
	secrets: createSecrets(dataDir()),
	outside: createOutside({ now: Date.now }),
	// Nobody would look at them here.
	metrics: { add: () => {}, flush: () => {} },
	placeOf,
	// The main thread knows the secrets of the other sources, too.
	explained: inThread(),
	log: createLog(functionName, (line) => process.stdout.write(line), heard),
	call: requestCall,
};
