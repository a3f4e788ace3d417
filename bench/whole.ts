import { randomUUID } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { createLog } from '../src/clouds/aws/create-log.ts';
import { openStore } from '../src/clouds/local/open-store.ts';
import { atOnce } from './at-once.ts';
import { type Case, limitOf, ours, secret } from './cases.ts';
import { folder } from './embedded.ts';
import { compare } from './measure.ts';
import { type GatewayEvent, signed } from './sent.ts';

/** How many times the limit's time a delivery takes with its log line and the embedded store, in which each is new. */
export async function whole(one: Case, { status = 200 }: { readonly status?: number } = {}): Promise<number> {
	const { path, remove } = folder();
	const store = openStore(path);
	const nowhere = openSync('/dev/null', 'w');
	const log = createLog({ 'service.name': 'bench' }, (line) => writeSync(nowhere, line));
	const { events, queue, blobs, records, openings } = store;
	try {
		const route = { function: 'answers', source: one.provider.id, type: one.type, ack: 'handled', path: one.event.rawPath } as const;
		const on = atOnce({ secret, route, ports: { log, events, queue, blobs, records, openings } });
		const fresh = status === 200 ? () => again(one) : () => one.event;
		const { ratio } = await compare([limitOf(one, { parse: status === 200 }), await ours(one, { status, on, fresh })], { rounds: 7 });
		return ratio[1] ?? Number.NaN;
	} finally {
		store.close();
		closeSync(nowhere);
		remove();
	}
}

/** The same delivery of another event. Stripe's id is in the body, so it is signed again. */
function again({ event, provider }: Case): GatewayEvent {
	if (provider.id === 'github')
		return { ...event, headers: { ...event.headers, 'x-github-delivery': randomUUID() } as GatewayEvent['headers'] };
	const body = Buffer.from(event.body.replace(/"evt_[^"]+"/, `"evt_${randomUUID().replaceAll('-', '').slice(0, 24)}"`));
	return signed(provider, { path: event.rawPath, headers: { 'content-type': 'application/json' }, body }, secret);
}
