import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { EventPage, List, RequestPage } from '../../src/plugin/inspector/api.ts';
import { findInspector } from '../../src/plugin/local/announce-run.ts';
import { until } from '../clouds/local/until.ts';
import type { Service } from './copy-service.ts';
import { postSample } from './post-sample.ts';
import { smallService } from './small-service.ts';
import { patience, type StartedRun, startRun } from './start-run.ts';

jest.setTimeout(3 * patience);

let service: Service;
let run: StartedRun;
beforeAll(async () => {
	service = await smallService({
		stored: {
			'does-fail': "console.log('attempt', attempt, 'of', id); log.info('about to fail', { attempt }); throw new Error('no ledger');",
			'does-crash': "console.error('last words'); setTimeout(() => { throw new Error('boom'); }, 0); await pause(5_000);",
			'does-work': "console.log('one line\\nand another');",
		},
		attempts: 2,
	});
	run = await startRun(service, { WEBHOOK_INSPECTOR_PORT: '0' });
});
afterAll(async () => {
	await run?.kill();
	await service.remove();
});

async function ask<Answer>(path: string): Promise<Answer> {
	const { url = '', token = '' } = findInspector(service.dataDir) ?? {};
	return (await (await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })).json()) as Answer;
}
const pageOf = (id: string) => ask<EventPage>(`/api/event?source=stripe&id=${id}`);
const target = () => ({ port: run.port, dataDir: service.dataDir });

it('an event whose functions fail, crash and work → each attempt with its lines, its error and its time', async () => {
	await postSample(target(), { source: 'stripe', type: 'invoice.paid', id: 'seen' });

	await until(async () => (await pageOf('evt_seen')).status === 'dead', patience);

	const { runs, request } = await pageOf('evt_seen');
	const seen = Object.fromEntries(runs.map((each) => [each.name, each.seen]));
	expect(seen['does-fail']?.map(({ attempt, outcome, error }) => [attempt, outcome, error])).toEqual([
		[1, 'failed', expect.stringMatching(/^Error: no ledger \(at src\/functions\/does-fail\.ts:\d+:\d+\)$/)],
		[2, 'dead', expect.stringContaining('Error: no ledger')],
	]);
	expect(seen['does-fail']?.[1]?.lines).toEqual([
		'attempt 2 of evt_seen',
		expect.stringContaining('info does-fail about to fail attempt=2'),
		expect.stringContaining('dead letter'),
		expect.stringContaining('attempt dead'),
	]);
	expect(seen['does-crash']?.map(({ outcome, error, lines }) => [outcome, error, lines])).toEqual([
		['crashed', 'boom', ['last words']],
		['crashed', 'boom', ['last words']],
	]);
	expect(seen['does-work']?.map(({ outcome, lines }) => [outcome, lines.slice(0, 2)])).toEqual([['done', ['one line', 'and another']]]);
	expect(request).toMatchObject({ status: 200, remoteAddress: '127.0.0.1', lines: [expect.stringContaining('delivery accepted')] });
});

it('a forged delivery → in the list, with its bytes, and nothing of it in the store', async () => {
	const answer = await fetch(`http://localhost:${run.port}/webhooks/stripe`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: '{"forged":1.0}',
	});
	await answer.text();

	await until(async () => (await ask<List>('/api/deliveries?status=refused')).rows.length > 0);

	const { rows } = await ask<List>('/api/deliveries?status=refused');
	const [row] = rows;
	const page = await ask<RequestPage>(`/api/request?id=${row?.kind === 'request' ? row.requestId : ''}`);
	await until(() => run.output().includes('why it was refused source=stripe'));
	expect(run.output()).not.toMatch(/delivery refused.*diagnosis=/);
	expect([answer.status, page.body.text, page.code]).toEqual([401, '{"forged":1.0}', 'signature-invalid']);
	expect(page.diagnosis).toMatchObject({ code: 'header-missing', proved: false });
});

it('the same delivery once more → a duplicate in the list', async () => {
	const place = { source: 'stripe', type: 'invoice.paid', id: 'twice' };
	await postSample(target(), place);

	await postSample(target(), place);

	await until(async () =>
		(await ask<List>('/api/deliveries?text=webhooks')).rows.some((row) => row.kind === 'request' && row.outcome === 'duplicate'),
	);
});

it('what it says at its start → the link, which the public port does not serve, with a token that the user alone can read', async () => {
	const { url = '', token = '' } = findInspector(service.dataDir) ?? {};

	const elsewhere = await fetch(`http://localhost:${run.port}/api/deliveries`, { headers: { authorization: `Bearer ${token}` } });

	expect(run.output()).toContain(`Inspect  ${url}/#token=${token}`);
	expect(new URL(url).port).not.toBe(String(run.port));
	expect(elsewhere.status).toBe(404);
	if (process.platform !== 'win32') expect(statSync(join(service.dataDir, 'inspector-token')).mode & 0o777).toBe(0o600);
});
