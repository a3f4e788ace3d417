import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSecrets } from '../../../src/clouds/local/secrets.ts';
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

	it('given that another is made up while it runs → the new one', async () => {
		const secrets = createSecrets(folder.path);
		expect(await secrets.get(name)).toBeUndefined();

		keep(pair('first'));
		expect(await secrets.get(name)).toBe('first');
		keep(pair('second'), 1_700_000_001);
		expect(await secrets.get(name)).toBe('second');
	});

	it.each(['[]', 'null', '{}', pair(1), JSON.stringify({ [name]: 'text' })])('given a file without it (%s) → none', async (text) => {
		keep(text);

		expect(await createSecrets(folder.path).get(name)).toBeUndefined();
	});

	it('given a broken file → an error that does not quote it', async () => {
		keep('{"secret-of-mine');

		await expect(createSecrets(folder.path).get(name)).rejects.toThrow(
			expect.objectContaining({ message: expect.not.stringContaining('secret-of-mine') }),
		);
	});
});
