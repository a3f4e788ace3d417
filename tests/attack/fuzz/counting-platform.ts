import { readEvent } from '../../../src/clouds/local/read-event.ts';
import type { Platform } from '../../../src/middleware/step.ts';
import type { Cloud } from '../../../src/webhook/ports.ts';
import { secretName } from '../../../src/webhook/source.ts';

export const maxBody = 64 * 1024;

export type CountingPlatform = Platform & { readonly steps: () => number };

/** A cloud that keeps nothing, and counts what it was asked to keep. */
export function countingPlatform(
	id: string,
	options: Readonly<Record<string, unknown>>,
	secret: string,
	now: () => number,
): CountingPlatform {
	let steps = 0;
	const count = async () => {
		steps += 1;
	};
	const none = async () => Promise.reject(new Error('an endpoint asks for no such thing'));
	const quiet = () => {};
	const cloud: Cloud = {
		name: 'local',
		functionName: () => id,
		now,
		wait: none,
		open: readEvent,
		respond: (reply) => reply,
		dispose: (_, dispositions) => dispositions,
		metrics: { add: quiet, flush: quiet },
		log: { info: quiet, warn: quiet, error: quiet },
		secrets: {
			get: async (name) => (name === secretName(id, 'WEBHOOK_SECRET') ? secret : undefined),
			refresh: async () => false,
			offer: none,
		},
		openings: { open: none, get: async () => undefined, close: none },
		outside: { read: none, visit: none },
		call: none,
		events: {
			room: 4_096,
			insert: async () => {
				steps += 1;
				return {};
			},
			markSent: count,
			walk: () => {
				throw new Error('not reached');
			},
			...{ markBuried: none, forget: none, get: none, claim: none, settle: none, due: none, reopen: none, subscribe: none, list: none },
		},
		queue: { send: count, bury: count },
		blobs: { put: count, get: none, remove: none },
		records: { insert: none, put: none, get: none, remove: none },
	};
	const source = { name: id, provider: id, maxBody, options };
	const endpoint = { function: id, source: id, ack: 'stored', path: `/webhooks/${id}` } as const;
	const routes = {
		service: 'fuzz',
		stage: 'fuzz',
		sources: { [id]: source },
		routes: [endpoint],
		retry: { attempts: 1, backoff: 1 },
		timeouts: {},
	};
	return { cloud, routes, steps: () => steps };
}
