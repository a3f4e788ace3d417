import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore, type Store } from '../../../src/clouds/local/open-store.ts';
import type { Desk } from '../../../src/plugin/commands/desk.ts';
import { type Actions, createActions } from '../../../src/plugin/inspector/actions.ts';
import type { Curl, EventPage, List, RequestPage } from '../../../src/plugin/inspector/api.ts';
import { explainRefusals } from '../../../src/plugin/inspector/explain-refusals.ts';
import { type Journal, openJournal } from '../../../src/plugin/inspector/journal.ts';
import type { Exchange } from '../../../src/plugin/local/exchange.ts';
import { messageFor } from '../../../src/webhook/message.ts';
import { noon, sampleRecord, sampleRun } from '../../ports/sample-record.ts';
import { type TestDesk, testDesk } from '../commands/test-desk.ts';

let desk: TestDesk;
let store: Store;
let journal: Journal;
let actions: Actions;
beforeEach(() => {
	desk = testDesk();
	store = openStore(desk.dataDir);
	journal = openJournal();
	actions = actionsOf(desk.desk());
});
afterEach(async () => {
	store.close();
	await desk.close();
});

const actionsOf = (own: Desk) =>
	createActions({ store, journal, desk: own, explainer: explainRefusals(own, { log: { warn: () => {} }, onKnown: () => {} }) });
const act = async <Answer>(name: string, input: object = {}) => (await actions[name]?.({ ...input })) as Answer;
const list = (query: object = {}) => act<List>('GET /api/deliveries', query);
const idsOf = ({ rows }: List) => rows.map((row) => (row.kind === 'event' ? row.id : row.requestId));
const forged = (requestId: string): Exchange => ({
	requestId,
	receivedAt: noon,
	durationMs: 1,
	method: 'POST',
	path: '/webhooks/stripe',
	query: '',
	headers: { 'content-type': 'application/json' },
	remoteAddress: '127.0.0.1',
	body: Buffer.from('{"forged":true}'),
	answer: { status: 401, headers: {}, body: Buffer.from('{}') },
});
const refused = (requestId: string, changes: Partial<Exchange> = {}, more: Record<string, string> = {}) => {
	const fields = { source: 'stripe', outcome: 'refused', code: 'signature-invalid', ...more };
	journal.heard({ requestId, entry: { at: noon, level: 'warn', message: 'delivery refused', fields } });
	journal.exchanged({ ...forged(requestId), ...changes });
};

describe('the list', () => {
	it('nothing yet → no rows', async () => {
		expect(await list()).toEqual({ rows: [] });
	});

	it('250 events of which many came in the same millisecond → three pages, each event once, newest first', async () => {
		for (let each = 0; each < 250; each += 1)
			await store.events.insert(sampleRecord({ id: `evt_${each}`, receivedAt: noon + Math.floor(each / 120) }), 0);
		const pages: List[] = [await list()];

		for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next) pages.push(await list({ after: next }));

		expect(pages.map(({ rows }) => rows.length)).toEqual([100, 100, 50]);
		const times = pages.flatMap(({ rows }) => rows.map(({ receivedAt }) => receivedAt));
		expect(times).toEqual([...times].sort((a, b) => b - a));
		expect(new Set(pages.flatMap(idsOf)).size).toBe(250);
	});

	it('exactly one page → no next', async () => {
		for (let each = 0; each < 100; each += 1) await store.events.insert(sampleRecord({ id: `evt_${each}` }), 0);

		expect((await list()).next).toBeUndefined();
	});

	it('a refused request between two events → in its place', async () => {
		await store.events.insert(sampleRecord({ id: 'before', receivedAt: noon - 1 }), 0);
		await store.events.insert(sampleRecord({ id: 'after', receivedAt: noon + 1 }), 0);
		refused('r1');

		expect(idsOf(await list())).toEqual(['after', 'r1', 'before']);
	});

	it.each([
		[{ source: 'github' }, ['push']],
		[{ type: 'invoice.paid' }, ['paid', 'dead']],
		[{ status: 'dead' }, ['dead']],
		[{ status: 'refused' }, ['r1']],
		[{ source: 'stripe', status: 'pending' }, ['paid']],
		[{ since: String(noon + 2) }, ['push']],
		[{ until: String(noon - 1) }, ['dead']],
		[{ text: 'NEEDLE' }, ['dead']],
		[{ text: 'forged' }, ['r1']],
		[{ text: 'push' }, ['push']],
		[{ text: 'nowhere' }, []],
	])('%j → %j', async (query, ids) => {
		const functions = { 'invoice-paid': sampleRun({ status: 'dead', reason: 'failed' }) };
		await store.events.insert(sampleRecord({ id: 'dead', receivedAt: noon - 1, functions, body: Buffer.from('{"a":"Needle"}') }), 0);
		await store.events.insert(sampleRecord({ id: 'paid', receivedAt: noon + 1 }), 0);
		await store.events.insert(sampleRecord({ source: 'github', id: 'push', type: 'push', receivedAt: noon + 2 }), 0);
		refused('r1');

		expect(idsOf(await list(query))).toEqual(ids);
	});

	it('an id that is searched for whole → found at once, however old it is, and once', async () => {
		for (let each = 0; each < 300; each += 1) await store.events.insert(sampleRecord({ id: `evt_${each}`, receivedAt: noon + each }), 0);

		expect(idsOf(await list({ text: 'evt_7' }))[0]).toBe('evt_7');
		expect(idsOf(await list({ text: 'evt_7' })).filter((id) => id === 'evt_7')).toHaveLength(1);
	});

	it('a search over more than it looks at → stops, says how far it came, and goes on from there', async () => {
		const pages: List[] = [];
		for (let each = 0; each < 5_150; each += 1)
			await store.events.insert(sampleRecord({ id: each === 0 ? 'needle' : `evt_${each}`, receivedAt: noon + each }), 0);

		pages.push(await list({ text: 'needl' }));
		pages.push(await list({ text: 'needl', after: pages[0]?.next }));

		expect(pages.map((page) => [idsOf(page), page.searched])).toEqual([
			[[], 5_000],
			[['needle'], undefined],
		]);
	}, 60_000);

	it.each([{ since: 'yesterday' }, { after: 'x,1' }, { after: '1,-1' }])('%j → one line', async (query) => {
		await expect(list(query)).rejects.toThrow(/is no time in milliseconds$/);
	});
});

describe("an event's page", () => {
	it('waits for its next attempt → when that is', async () => {
		const record = sampleRecord({ functions: { 'invoice-paid': sampleRun({ sent: true, attempts: 1, lastError: 'Error: no' }) } });
		await store.events.insert(record, 0);
		await store.queue.send([messageFor(record, 'invoice-paid')]);
		const [leased] = await store.queue.take({ now: Date.now(), until: Date.now() + 1_000 }, ['invoice-paid'], 1);
		if (leased) await store.queue.delay(leased, noon + 60_000);

		const page = await act<EventPage>('GET /api/event', { source: 'stripe', id: 'evt_1' });

		expect(page.runs).toEqual([
			{ name: 'invoice-paid', status: 'pending', attempts: 1, replays: 0, lastError: 'Error: no', nextAt: noon + 60_000, seen: [] },
		]);
		expect(page.steps.map(({ outcome }) => outcome)).not.toContain('failed');
	});

	it('replayed while it waited for a later attempt → the next one is the first that comes', async () => {
		await store.events.insert(sampleRecord({ functions: { 'invoice-paid': sampleRun({ sent: true }) } }), 0);
		await store.queue.send([messageFor(sampleRecord(), 'invoice-paid'), messageFor(sampleRecord(), 'invoice-paid')]);
		const leased = await store.queue.take({ now: Date.now(), until: Date.now() + 1_000 }, ['invoice-paid'], 2);
		for (const [index, each] of leased.entries()) await store.queue.delay(each, noon + (index + 1) * 60_000);

		const page = await act<EventPage>('GET /api/event', { source: 'stripe', id: 'evt_1' });

		expect(page.runs[0]?.nextAt).toBe(noon + 60_000);
	});

	it('what was authentic and could not be read → says at which step that showed', async () => {
		await store.events.insert(
			sampleRecord({ type: 'unreadable', reason: 'body-malformed', functions: {}, body: Buffer.from([0xff, 0]) }),
			0,
		);

		const page = await act<EventPage>('GET /api/event', { source: 'stripe', id: 'evt_1' });

		expect(page.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([
			{ name: 'format', outcome: 'failed', detail: 'body-malformed' },
		]);
		expect(page.body).toEqual({ bytes: 2, base64: '/wA=' });
		expect(page.replayable).toEqual([]);
	});

	it('forgotten → nothing of what was sent, and nothing to replay', async () => {
		await store.events.insert(sampleRecord(), 0);
		await store.events.forget({ source: 'stripe', id: 'evt_1' }, noon);

		const page = await act<EventPage>('GET /api/event', { source: 'stripe', id: 'evt_1' });

		expect(page).toMatchObject({ forgotten: true, body: { bytes: 0, note: expect.stringContaining('forgotten') }, replayable: [] });
	});

	it('an id that no event has → one line', async () => {
		await expect(act('GET /api/event', { source: 'stripe', id: 'none' })).rejects.toThrow(/there is no event "none"/);
	});
});

describe("a refused request's page", () => {
	const secrets = { 'stripe-signature': 't=1,v1=abc', authorization: 'Bearer s3cret', cookie: 'session=1', 'x-api-key': 'k3y' };

	it('its headers → without what proves the sender', async () => {
		refused('r1', { headers: { ...secrets, 'user-agent': 'curl' } });

		const page = await act<RequestPage>('GET /api/request', { id: 'r1' });

		expect(page.headers.filter(({ masked }) => !masked)).toEqual([{ name: 'user-agent', value: 'curl' }]);
		for (const value of Object.values(secrets)) expect(JSON.stringify(page)).not.toContain(value);
	});

	it('of a source that is not known → its query is not shown either', async () => {
		journal.exchanged({ ...forged('r1'), path: '/webhooks/gitlb', query: 'token=SUPERSECRET', code: 'source-unknown' });

		const page = await act<RequestPage>('GET /api/request', { id: 'r1' });

		expect(page.query).toBe('hidden');
		expect(page.headers.every(({ masked }) => masked)).toBe(true);
	});

	it('that no diagnosis explains → says what it nearly always is', async () => {
		await desk.serve();
		const headers = { 'content-type': 'application/json', 'stripe-signature': `t=${noon / 1000},v1=${'0'.repeat(64)}` };
		refused('r1', { headers }, { detail: 'signature-mismatch' });

		const { diagnosis } = await act<RequestPage>('GET /api/request', { id: 'r1' });

		expect(diagnosis).toMatchObject({ code: 'unexplained', proved: false, detail: expect.stringContaining('another secret') });
	});

	it('its steps → as far as it came', async () => {
		refused('r1');

		const { steps } = await act<RequestPage>('GET /api/request', { id: 'r1' });

		expect(steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
			'URL passed',
			'address passed',
			'method passed',
			'size passed',
			'credentials passed',
			'signature failed',
			'format skipped',
			'event skipped',
			'store skipped',
		]);
	});

	it('one that is no longer in memory → one line', async () => {
		await expect(act('GET /api/request', { id: 'gone' })).rejects.toThrow(/no longer in memory/);
	});
});

/** On a desk that knows the URL of the gateway, which serves by now. */
const curlOf = async (of: object) => (await actionsOf(desk.desk())['POST /api/curl']?.({ ...of })) as Curl;

describe('copy as curl', () => {
	it.each([
		['a body that names a file', { body: Buffer.from('@/etc/hostname') }, "--data-raw '@/etc/hostname'"],
		['a query of ranges', { query: 'x=[1-9]&y={a,b}' }, 'curl -g --path-as-is'],
		['a header without a value', { headers: { 'x-empty': '' } }, "-H 'x-empty;'"],
		['another method', { method: 'GET', body: Buffer.alloc(0) }, '-X GET'],
	])('of %s → as it is', async (_, changes, part) => {
		await desk.serve();
		refused('r1', changes);

		const { curl } = await curlOf({ requestId: 'r1' });

		expect(curl).toContain(part);
	});

	it.each([
		['stripe', 'invoice.paid', "it's `quoted` $HOME \\ \u00e9 \n"],
		['partner', 'any', 'plain'],
	])('of an event of %s, run by a shell → accepted, and the secrets stand in it by their names', async (source, type, text) => {
		const url = await desk.serve();
		const body = Buffer.from(JSON.stringify({ id: 'evt_curl', type, text }));
		await store.events.insert(sampleRecord({ source, id: 'evt_curl', type, body }), 0);
		const kept = JSON.parse(desk.file('secrets.json')) as Record<string, { signing: string }>;
		const environment = Object.fromEntries(Object.entries(kept).map(([name, { signing }]) => [name, signing]));

		const { curl } = await curlOf({ source, id: 'evt_curl' });

		for (const { signing } of Object.values(kept)) expect(curl).not.toContain(signing);
		const status = await sh(`${curl} -s -o /dev/null -w '%{http_code}'`, environment);
		expect([url !== '', status]).toEqual([true, '200']);
	});

	it('of bytes that are no text → as base64', async () => {
		await desk.serve();
		await store.events.insert(sampleRecord({ body: Buffer.from([0xff, 0x00, 0x27]) }), 0);

		const { curl } = await curlOf({ source: 'stripe', id: 'evt_1' });

		expect(curl).toMatch(/^echo \/wAn \| base64 -d \| curl .*--data-binary @-$/s);
	});
});

/** Not `execFileSync`: the gateway answers in this process. */
async function sh(command: string, environment: Readonly<Record<string, string>>): Promise<string> {
	const { stdout } = await promisify(execFile)('sh', ['-c', command], { env: { PATH: process.env.PATH, ...environment } });
	return stdout;
}
