import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, jest } from '@jest/globals';
import { openStore } from '../../src/clouds/local/open-store.ts';
import { statusOf } from '../../src/webhook/record.ts';
import { until } from '../clouds/local/until.ts';
import type { Service } from './copy-service.ts';
import { postBody } from './post-sample.ts';
import { smallService } from './small-service.ts';
import { patience, runCommand, type StartedRun, sls, startRun } from './start-run.ts';

jest.setTimeout(3 * patience);

let service: Service | undefined;
let run: StartedRun | undefined;
afterEach(async () => {
	await run?.kill();
	await service?.remove();
});

const [email, phone, note] = ['Kx7dropped.email', '4930901820pHoNe7', 'Qz9enciphered.no'];
const bodyOf = (id: string, filler: string) =>
	JSON.stringify({ id, type: 'invoice.paid', data: { object: { email, phone, note, filler } } });

it.each<[string, object, readonly boolean[]]>([
	['says nothing keeps all of it', {}, [true, true, true]],
	[
		'redacts and encrypts keeps none of it, and its function gets what is left',
		{ encrypt: true, redact: { drop: ['data.object.email'], hash: ['data.object.phone'] } },
		[false, false, false],
	],
])('a local run whose source %s', async (_, source, found) => {
	service = await smallService({ stored: { works: 'await records.insert("got", id, Object.keys(payload));' }, source });
	run = await startRun(service);
	const { dataDir } = service;
	const target = { port: run.port, dataDir };
	const ids = ['evt_small', 'evt_big'];

	for (const id of ids) await postBody(target, { source: 'stripe' }, bodyOf(id, id === 'evt_big' ? 'x'.repeat(100_000) : ''));
	const store = openStore(dataDir);
	const statuses = async () => {
		const records = await Promise.all(ids.map((id) => store.events.get({ source: 'stripe', id })));
		return records.map((record) => record && statusOf(record));
	};
	await until(async () => (await statuses()).every((status) => status === 'done'), patience);
	const got = await store.records.get('got', 'evt_big');
	const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter(
		(file) => file.isFile() && file.name !== 'secrets.json',
	);
	const bytes = Buffer.concat(files.map((file) => readFileSync(join(file.parentPath, file.name))));
	store.close();
	const { output } = await runCommand(service, sls('webhook', 'show', '--id', 'evt_small'));

	expect([email, phone, note].map((marker) => bytes.includes(marker))).toEqual(found);
	expect(files.length).toBeGreaterThan(3);
	expect(got).toEqual(found[0] ? ['email', 'phone', 'note', 'filler'] : ['phone', 'note', 'filler']);
	expect([output.includes(note), output.includes(email)]).toEqual([true, found[0]]);
	expect([email, phone, note].filter((marker) => run?.output().includes(marker))).toEqual([]);
});
