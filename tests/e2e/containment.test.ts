import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openStore, type Store } from '../../src/clouds/local/open-store.ts';
import type { Run } from '../../src/webhook/record.ts';
import { until } from '../clouds/local/until.ts';
import type { Service } from './copy-service.ts';
import { postSample } from './post-sample.ts';
import { smallService } from './small-service.ts';
import { patience, type StartedRun, startRun } from './start-run.ts';

jest.setTimeout(2 * patience);

const failures = {
	throws: [`throw new Error('broken');`, /^Error: broken$/],
	'rejects-late': [`setTimeout(() => { Promise.reject(new TypeError('late')); }, 5); await new Promise(() => {});`, /^TypeError: late$/],
	'never-settles': ['await new Promise(() => {});', /did not answer within 1 s\.$/],
	exits: ['process.exit(3);', /ended its thread with code 3\.$/],
	loops: ['for (;;) {}', /did not answer within 1 s\.$/],
} as const;
const bodies = Object.fromEntries(Object.entries(failures).map(([name, [body]]) => [name, body]));

let service: Service;
let run: StartedRun;
let store: Store;

beforeAll(async () => {
	service = await smallService({
		stored: { ...bodies, works: 'await records.insert("handled", id, true);' },
		handled: {
			'waited-throw': `throw new Error('broken');`,
			'waited-exit': 'process.exit(3);',
			'waited-loop': 'for (;;) {}',
			waited: 'return id;',
		},
	});
	run = await startRun(service);
	store = openStore(service.dataDir);
});
afterAll(async () => {
	store?.close();
	await run?.kill();
	await service?.remove();
});

const post = (id: string, path?: string) =>
	postSample({ port: run.port, dataDir: service.dataDir }, { source: 'stripe', type: 'invoice.paid', id, ...(path && { path }) });
const runOf = async (id: string, name: string): Promise<Run | undefined> =>
	(await store.events.get({ source: 'stripe', id: `evt_${id}` }))?.functions[name];
const settled = async (id: string, name: string) => {
	await until(async () => ['done', 'dead'].includes((await runOf(id, name))?.status ?? ''), patience);
	return runOf(id, name);
};

describe('an event whose other functions fail in every way', () => {
	beforeAll(async () => {
		expect((await post('bad')).status).toBe(200);
	});

	it.each(Object.entries(failures))('one that %s is tried twice, then dead with its reason and a dead letter', async (name, [, error]) => {
		const ended = await settled('bad', name);

		expect(ended).toMatchObject({ status: 'dead', attempts: 2, reason: 'failed 2 times', lastError: expect.stringMatching(error) });
		await until(async () => (await store.queue.letters({ function: name })).length === 1, patience);
	});

	it('is handled by the one that works, meanwhile, and so is the next', async () => {
		const reply = await post('next');

		expect(reply.status).toBe(200);
		expect(await settled('bad', 'works')).toMatchObject({ status: 'done', attempts: 1 });
		expect(await settled('next', 'works')).toMatchObject({ status: 'done', attempts: 1 });
	});
});

describe('a sender that waits for a function that', () => {
	const path = (name: string) => `/webhooks/stripe/${name}`;

	it('throws gets 500 for each attempt, then 422', async () => {
		const statuses = [];
		for (let time = 0; time < 3; time += 1) statuses.push((await post('throws', path('waited-throw'))).status);

		expect(statuses).toEqual([500, 422, 422]);
	});

	it.each(['waited-exit', 'waited-loop'])('fails like %s gets 500, while another is answered', async (name) => {
		const [bad, good] = await Promise.all([post(name, path(name)), post(`beside-${name}`, path('waited'))]);

		expect(bad.status).toBe(500);
		expect(good).toMatchObject({ status: 200, body: `evt_beside-${name}` });
	});
});
