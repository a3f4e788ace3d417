import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSecrets } from '../../../src/clouds/local/secrets.ts';
import { readSecretsFile, secretsFile } from '../../../src/clouds/local/secrets-file.ts';
import { offerConformance } from '../../ports/offer.conformance.ts';
import { temporaryFolder } from './temporary-store.ts';

const name = 'HOOKPORT_TEST_WEBHOOK_SECRET';
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
	folder = temporaryFolder();
});
afterEach(() => {
	folder.remove();
	delete process.env[name];
});

const keep = (text: string, seconds = 1_700_000_000) => {
	const file = join(folder.path, 'secrets.json');
	writeFileSync(file, text);
	utimesSync(file, seconds, seconds);
};
const pair = (verifying: unknown) => JSON.stringify({ [name]: { verifying, signing: 'private' } });

describe('the secrets of the local run', () => {
	it('given one in the environment and one that was made up → that of the environment', async () => {
		process.env[name] = 'mine';
		keep(pair('made up'));

		expect(await createSecrets(folder.path).get(name)).toBe('mine');
	});

	it.each(['', ' ', '\t'])('given a blank one in the environment (%j) → the one that was made up', async (blank) => {
		process.env[name] = blank;
		keep(pair('made up'));

		expect(await createSecrets(folder.path).get(name)).toBe('made up');
	});

	it('given that another is made up while it runs → the new one in the next turn of the event loop, or once it is refreshed', async () => {
		const secrets = createSecrets(folder.path);
		const before = await secrets.get(name);

		keep(pair('first'));
		const inTurn = await secrets.get(name);
		await nextTurn();
		const first = await secrets.get(name);
		keep(pair('second'), 1_700_000_001);
		await secrets.refresh(name);
		const second = await secrets.get(name);

		expect([before, inTurn, first, second]).toEqual([undefined, undefined, 'first', 'second']);
	});

	it.each(['{}', pair(1), JSON.stringify({ [name]: 'text' })])('given a file without it (%s) → none', async (text) => {
		keep(text);

		expect(await createSecrets(folder.path).get(name)).toBeUndefined();
	});

	it.each(['{"secret-of-mine', '["secret-of-mine"]', 'null'])(
		'given a broken file (%s) → an error that does not quote it',
		async (text) => {
			keep(text);

			await expect(createSecrets(folder.path).get(name)).rejects.toThrow(
				expect.objectContaining({ message: expect.not.stringContaining('secret-of-mine') }),
			);
		},
	);
});

describe('a secret that a sender offers to the local run', () => {
	offerConformance(async () => {
		const own = temporaryFolder();
		return { one: createSecrets(own.path), other: createSecrets(own.path), close: async () => own.remove() };
	});

	it('takes the place of one that was made up, leaves the others, and is still there for the next run', async () => {
		writeFileSync(
			secretsFile(folder.path),
			JSON.stringify({ [name]: { verifying: 'made up', signing: 'made up' }, OTHER: { verifying: 'other' } }),
		);

		expect(await createSecrets(folder.path).offer(name, 'offered')).toBe(true);

		const next = createSecrets(folder.path);
		expect([await next.get(name), await next.get('OTHER'), await next.offer(name, 'another')]).toEqual(['offered', 'other', false]);
		expect(readSecretsFile(folder.path)).toEqual({
			[name]: { verifying: 'offered', signing: 'offered', accepted: true },
			OTHER: { verifying: 'other' },
		});
		expect(readdirSync(folder.path).filter((file) => !file.startsWith('hookport.db'))).toEqual(['secrets.json']);
	});

	it('is not kept where one is in the environment, and the file stays as it is', async () => {
		process.env[name] = 'mine';

		expect(await createSecrets(folder.path).offer(name, 'offered')).toBe(false);
		expect(readSecretsFile(folder.path)).toEqual({});
	});

	it('is kept where the environment has a blank one', async () => {
		process.env[name] = ' ';

		const secrets = createSecrets(folder.path);

		expect([await secrets.offer(name, 'offered'), await secrets.get(name)]).toEqual([true, 'offered']);
	});

	it('of a file that is broken is an error that quotes neither, and the file stays as it is', async () => {
		keep('{"secret-of-mine');

		await expect(createSecrets(folder.path).offer(name, 'secret-of-yours')).rejects.toThrow(
			expect.objectContaining({ message: expect.not.stringMatching(/secret-of/) }),
		);
		expect(readFileSync(secretsFile(folder.path), 'utf8')).toBe('{"secret-of-mine');
	});

	it('while another process has the file: it waits its turn, and is then refused', async () => {
		await createSecrets(folder.path).offer('OTHER_WEBHOOK_SECRET', 'first');
		const script = `
			import { changeSecretsFile } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../../src/clouds/local/secrets-file.ts')))};
			import { writeSync } from 'node:fs';
			changeSecretsFile(${JSON.stringify(folder.path)}, (kept) => {
				writeSync(1, 'in');
				Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
				return { ...kept, ${name}: { verifying: 'theirs', signing: 'theirs', accepted: true } };
			});`;
		const other = spawn(process.execPath, ['--no-warnings', '--conditions=local', '--input-type=module', '-e', script]);
		const ended = once(other, 'close');
		await once(other.stdout, 'data');

		const kept = await createSecrets(folder.path).offer(name, 'mine');

		expect([kept, await createSecrets(folder.path).get(name), (await ended)[0]]).toEqual([false, 'theirs', 0]);
	});
});
