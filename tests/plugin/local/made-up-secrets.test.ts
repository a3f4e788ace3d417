import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeUpSecrets } from '../../../src/plugin/local/made-up-secrets.ts';
import { defaultMaxBody, type Source } from '../../../src/webhook/source.ts';
import { provider } from '../provider.ts';

let dataDir: string;

beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'made-up-secrets-'));
});

afterEach(() => {
	rmSync(dataDir, { recursive: true });
	delete process.env.STRIPE_EU_WEBHOOK_SECRET;
});

const providers = { stripe: provider('stripe'), hmac: { id: 'hmac', options: [], configure: () => provider('hmac') } };
const stripeEu: Source = { name: 'stripe-eu', provider: 'stripe', maxBody: defaultMaxBody };
const file = () => join(dataDir, 'secrets.json');
const secrets = (): Readonly<Record<string, { verifying: string; signing: string }>> => JSON.parse(readFileSync(file(), 'utf8'));

describe('made-up secrets', () => {
	it("given a source without a secret → one in its provider's form, in a file that only the user reads", () => {
		const names = makeUpSecrets([stripeEu], providers, join(dataDir, '.'));

		expect(names).toEqual(['STRIPE_EU_WEBHOOK_SECRET']);
		expect(secrets()).toEqual({ STRIPE_EU_WEBHOOK_SECRET: { verifying: 'public', signing: 'private' } });
		if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600);
		expect(readdirSync(dataDir).filter((name) => !name.startsWith('hookport.db'))).toEqual(['secrets.json']);
	});

	it('given a source that asks for more than a signature → each is made up, and no two are the same', () => {
		const partner: Source = { name: 'partner', provider: 'hmac', maxBody: 1, authenticate: { apiKey: 'x-api-key', basic: true } };
		const other: Source = { name: 'other', provider: 'hmac', maxBody: 1, authenticate: { bearer: true } };

		const names = makeUpSecrets([partner, other], providers, dataDir);

		expect(names).toEqual([
			'PARTNER_WEBHOOK_SECRET',
			'PARTNER_API_KEY',
			'PARTNER_BASIC_AUTH',
			'OTHER_WEBHOOK_SECRET',
			'OTHER_BEARER_TOKEN',
		]);
		expect(secrets().PARTNER_API_KEY?.verifying).toMatch(/^[\w-]{32}$/);
		expect(secrets().PARTNER_BASIC_AUTH?.verifying).toMatch(/^partner:[\w-]{32}$/);
		expect(secrets().OTHER_BEARER_TOKEN?.verifying).not.toBe(secrets().PARTNER_API_KEY?.verifying);
	});

	it('given a folder that can not be made → a line that says what to do', () => {
		writeFileSync(file(), '{}');

		expect(() => makeUpSecrets([stripeEu], providers, join(file(), 'folder'))).toThrow(
			/secrets\.json can not be written \(.*ENOTDIR.+\)\. Make the folder writable, make room on its disk, or set WEBHOOK_DATA_DIR to another one\.$/,
		);
	});

	it.each<[string, Partial<Source>, boolean]>([
		['encrypts', { encrypt: true }, true],
		['hashes a value', { redact: [{ path: ['a'], act: 'hash' }] }, true],
		['only drops one', { redact: [{ path: ['a'], act: 'drop' }] }, false],
	])('given a source that %s → a storage key where it needs one: %j', (_, keeping, needed) => {
		const names = makeUpSecrets([{ ...stripeEu, ...keeping }], providers, dataDir);

		expect(names.includes('STRIPE_EU_STORAGE_KEY')).toBe(needed);
		if (needed) expect(Buffer.from(secrets().STRIPE_EU_STORAGE_KEY?.verifying ?? '', 'base64')).toHaveLength(32);
	});

	it('given secrets that are kept already → they stay as they are, and only the missing one is added', () => {
		const kept = { verifying: 'kept', signing: 'kept' };
		writeFileSync(file(), JSON.stringify({ STRIPE_EU_WEBHOOK_SECRET: kept }));

		makeUpSecrets([stripeEu, { ...stripeEu, name: 'stripe' }], providers, dataDir);

		expect(secrets().STRIPE_EU_WEBHOOK_SECRET).toEqual(kept);
		expect(secrets().STRIPE_WEBHOOK_SECRET).toBeDefined();
	});

	it('given one that a sender brought → it stays, and is not said to be made up', () => {
		const brought = { verifying: 'brought', signing: 'brought', accepted: true };
		writeFileSync(file(), JSON.stringify({ STRIPE_EU_WEBHOOK_SECRET: brought }));

		const names = makeUpSecrets([stripeEu, { ...stripeEu, name: 'stripe' }], providers, dataDir);

		expect([names, secrets().STRIPE_EU_WEBHOOK_SECRET]).toEqual([['STRIPE_WEBHOOK_SECRET'], brought]);
	});

	it('given a secret in the environment → nothing is made up', () => {
		process.env.STRIPE_EU_WEBHOOK_SECRET = 'whsec_real';

		expect(makeUpSecrets([stripeEu], providers, dataDir)).toEqual([]);
		expect(readdirSync(dataDir)).toEqual([]);
	});

	it('given a file that is broken → one line that does not quote it', () => {
		writeFileSync(file(), '{"STRIPE_EU_WEBHOOK_SECRET": hidden');

		expect(() => makeUpSecrets([stripeEu], providers, dataDir)).toThrow(
			`${file()} holds no JSON object. Remove it, and secrets are made up again`,
		);
	});
});
