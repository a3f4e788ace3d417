import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore } from '../src/clouds/local/open-store.ts';
import { createSecrets } from '../src/clouds/local/secrets.ts';
import { offerSecret } from '../src/handshakes/offer-secret.ts';
import type { Platform } from '../src/middleware/step.ts';
import { receive } from '../src/receive.ts';
import type { Provider } from '../src/webhook/provider.ts';
import type { Route } from '../src/webhook/source.ts';
import { offer, secretOfTeller, signed, teller } from './bringing-provider.ts';
import { deliver, localPlatform, type TestPlatform } from './local-platform.ts';

const [brought, strange] = ['a-secret-that-was-brought', 'a-secret-of-a-stranger'];
const endpoint: Route = { function: 'teller', source: 'teller', ack: 'stored', path: '/webhooks/teller' };

let on: TestPlatform;
beforeEach(() => {
	on = localPlatform('teller', [endpoint], { teller: {} });
});
afterEach(() => on.close());

/** A run: its own connection to the store, and secrets as it reads them. */
async function inARun<Result>(work: (platform: Platform) => Promise<Result>): Promise<Result> {
	const store = openStore(on.dataDir);
	try {
		const { openings, events, queue, blobs, records } = store;
		return await work({ ...on, cloud: { ...on.cloud, secrets: createSecrets(on.dataDir), openings, events, queue, blobs, records } });
	} finally {
		store.close();
	}
}

const open = () => on.cloud.openings.open('teller', Date.now() + 60_000);
const send = (platform: Platform, sent: ReturnType<typeof offer>, provider: Provider = teller) =>
	deliver(receive(provider, platform), sent);
const files = () => readdirSync(on.dataDir, { recursive: true, encoding: 'utf8' }).filter((name) => !name.endsWith('blobs'));

describe('an offer through the whole chain', () => {
	it('is taken while the source is open, over a restart on either side, and what is signed with it from then on', async () => {
		const before = await inARun((run) => send(run, signed(brought)));
		await open();
		const taken = await inARun((run) => send(run, offer(brought)));

		const later = await inARun(async (run) => [
			await send(run, offer(strange)),
			await send(run, signed(brought)),
			await send(run, signed(strange)),
		]);

		expect([before.status, taken, later.map(({ status }) => status)]).toEqual([
			503,
			{ status: 200, headers: { 'x-hook-secret': brought }, body: '' },
			[403, 200, 401],
		]);
		expect((await on.cloud.events.list({})).map(({ id }) => id)).toEqual(['evt_1']);
	});

	it('of which a field of the body holds the secret is answered without it', async () => {
		const provider = { ...teller, handshakes: [offerSecret({ field: 'verification_token', title: 'a token' })] };
		await open();
		const rawBody = Buffer.from(JSON.stringify({ verification_token: brought }));

		const reply = await inARun((run) => send(run, offer('', { headers: {}, rawBody }), provider));

		expect(reply).toEqual({ status: 200, headers: {}, body: '' });
		expect(await createSecrets(on.dataDir).get(secretOfTeller)).toBe(brought);
	});

	it('leaves the secret in its file alone: not in a log, the store, what is measured or the reply to anybody else', async () => {
		await open();
		const replies = await inARun(async (run) => {
			const own = await send(run, offer(brought));
			return [
				{ ...own, headers: { ...own.headers, 'x-hook-secret': '' } },
				await send(run, offer(strange)),
				await send(run, signed(brought)),
			];
		});

		const holding = (secret: string) => files().filter((name) => readFileSync(join(on.dataDir, name)).includes(secret));

		expect([holding(brought), holding(strange)]).toEqual([['secrets.json'], []]);
		expect(on.lines).toHaveLength(3);
		const told = JSON.stringify([replies, on.lines, on.measured]);
		expect([told.includes(brought), told.includes(strange)]).toEqual([false, false]);
	});
});

describe('a stranger who offers secrets of his own', () => {
	it('many times to a source that nobody opened leaves nothing but 60 lines in the log', async () => {
		const before = files();
		const replies = await inARun((run) => {
			const handler = receive(teller, run);
			return Promise.all(Array.from({ length: 500 }, (_, index) => deliver(handler, offer(`${strange}-${index}`))));
		});

		expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([403]));
		expect(files()).toEqual(before);
		// One more where a minute began meanwhile, with as many again.
		expect(on.lines.length).toBeLessThanOrEqual(121);
		expect(await on.cloud.openings.get('teller')).toBeUndefined();
	});

	it('gets the same answer from a source that is not open and from one that has its secret', async () => {
		const closed = await inARun((run) => send(run, offer(strange)));
		await open();
		await inARun((run) => send(run, offer(brought)));
		await open();

		const set = await inARun((run) => send(run, offer(strange)));

		expect(set).toEqual(closed);
	});

	it.each<[string, ReturnType<typeof offer>, number]>([
		['as long as a header may be', offer('x'.repeat(8_000)), 403],
		['with a body of a megabyte', offer(strange, { rawBody: Buffer.alloc(1024 * 1024, ' ') }), 503],
		['twice in one header', offer(`${strange}, ${strange}`), 403],
		['by GET', offer(strange, { method: 'GET' }), 405],
	])('%s is refused, and the source is still open for its sender', async (_, sent, status) => {
		await open();

		const refused = await inARun((run) => send(run, sent));
		const taken = await inARun((run) => send(run, offer(brought)));

		expect([refused.status, taken.status, await createSecrets(on.dataDir).get(secretOfTeller)]).toEqual([status, 200, brought]);
	});
});
