import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { openStore } from '../../src/clouds/local/open-store.ts';
import { findInspector } from '../../src/plugin/local/announce-run.ts';
import { listenedOf } from '../plugin/local/listened-of.ts';
import { paidInvoice } from '../ports/paid-invoice.ts';
import type { Service } from './copy-service.ts';
import { smallService } from './small-service.ts';
import { patience, type StartedRun, startRun } from './start-run.ts';

jest.setTimeout(2 * patience);

let service: Service;
let run: StartedRun | undefined;
beforeEach(async () => {
	service = await smallService({ stored: { pay: '' } });
});
afterEach(async () => {
	await run?.kill();
	await service.remove();
});

async function kept() {
	const store = openStore(service.dataDir);
	try {
		return await store.events.list({});
	} finally {
		store.close();
	}
}

it('the door is not there for who posts to the public port, with the token or without', async () => {
	run = await startRun(service, { WEBHOOK_INSPECTOR_PORT: '0' });
	const { port } = run;
	const door = findInspector(service.dataDir);
	const body = JSON.stringify(listenedOf(paidInvoice(Date.now())));
	const post = async (url: string, token: string) =>
		(await fetch(`${url}/api/deliveries`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body })).status;

	const publicly = [await post(`http://127.0.0.1:${port}`, door?.token ?? ''), await post(`http://127.0.0.1:${port}`, 'none')];
	const guessed = await post(door?.url ?? '', 'none');
	const before = await kept();
	const own = await post(door?.url ?? '', door?.token ?? '');

	expect([publicly, guessed, before, own]).toEqual([[404, 404], 401, [], 200]);
	expect(await kept()).toHaveLength(1);
});
