import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Desk } from '../../../src/plugin/commands/desk.ts';
import { send } from '../../../src/plugin/commands/send.ts';
import { smoke } from '../../../src/plugin/commands/smoke.ts';
import { providers } from '../../../src/providers/providers.ts';
import { described } from '../../providers/deliveries.ts';
import { routes, type TestDesk, testDesk } from './test-desk.ts';

const ids = described.map(({ id }) => id);
const options = { header: 'x-signature', timestamp: 'x-timestamp' };
const all = {
	...routes,
	sources: Object.fromEntries(
		ids.map((id) => [id, { name: id, provider: id, maxBody: 1024 * 1024, ...('configure' in (providers[id] ?? {}) && { options }) }]),
	),
	routes: ids.map((id) => ({ function: id, source: id, ack: 'stored' as const, path: `/webhooks/${id}` })),
};

/** One gateway for all of them, on a port of its own, with the secrets that a first `npm start` makes up. */
let test: TestDesk;
let desk: Desk;
let url = '';
beforeAll(async () => {
	test = testDesk();
	url = await test.serve(all);
	// The local run tells its functions their URL in this way, and nobody tells the commands.
	desk = test.desk(all);
	process.env.WEBHOOK_PUBLIC_URL = url;
});
afterAll(async () => {
	delete process.env.WEBHOOK_PUBLIC_URL;
	await test.close();
});

describe.each(ids)('with a secret that was made up for %s', (id) => {
	it('sls webhook send → the sample is signed for the URL that it is posted to, accepted, and kept as one that can be read', async () => {
		await send({ source: id }, desk);

		const [post, status, ...events] = test.printed().split('\n');
		const kept = await test.withStore((store) => store.events.list({ source: id }));
		expect(post).toMatch(new RegExp(`^POST ${url}/webhooks/${id}(\\?|$)`));
		expect(status).toMatch(/^20[04] /);
		expect(events.filter((line) => line.startsWith('Event '))).toHaveLength(kept.length);
		expect(kept.map(({ reason }) => reason)).toEqual(kept.map(() => undefined));
		expect(kept).not.toEqual([]);
	});

	it('sls webhook smoke → its canary is signed, too, and accepted', async () => {
		await smoke({ source: id, json: true }, desk);

		expect(JSON.parse(test.printed())).toMatchObject({ source: id, result: 'ok', detail: 'kept; no function takes it' });
	});
});
