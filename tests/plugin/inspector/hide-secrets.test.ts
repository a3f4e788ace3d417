import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { hideSecrets, knownSecrets } from '../../../src/plugin/inspector/hide-secrets.ts';
import { type TestDesk, testDesk } from '../commands/test-desk.ts';

let desk: TestDesk;
beforeEach(() => {
	desk = testDesk();
});
afterEach(() => desk.close());

it.each([
	['as it is', (secret: string) => `before ${secret} after`],
	['twice', (secret: string) => `${secret}&${secret}`],
	['percent-encoded', (secret: string) => `token=${[...Buffer.from(secret)].map((byte) => `%${byte.toString(16)}`).join('')}`],
])('a secret that stands in a text %s is shown nowhere', async (_, write) => {
	await desk.serve();
	const secrets = await knownSecrets(desk.desk());
	const page = { body: { text: write(secrets[0] ?? '') }, lines: [write(secrets.at(-1) ?? '')], status: 200, gone: null };

	const shown = hideSecrets(page, secrets);

	expect(secrets.length).toBeGreaterThan(4);
	for (const secret of secrets) expect(decodeURIComponent(JSON.stringify(shown))).not.toContain(secret);
	expect(shown).toMatchObject({ body: { text: expect.stringContaining('hidden') }, status: 200, gone: null });
});

it('what holds no secret stays as it is', async () => {
	await desk.serve();
	const page = { text: 'a%20b%zz \u00e9 100%', list: [1, true, ''] };

	expect(hideSecrets(page, await knownSecrets(desk.desk()))).toEqual(page);
});
