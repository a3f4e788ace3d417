import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { secretsList } from '../../../src/plugin/commands/secrets-list.ts';
import { secretsSet } from '../../../src/plugin/commands/secrets-set.ts';
import { makeUpSecrets } from '../../../src/plugin/local/made-up-secrets.ts';
import { providers } from '../../../src/providers/providers.ts';
import { sources, type TestDesk, testDesk } from './test-desk.ts';

const canary = 'whsec_canary';

let test: TestDesk;
beforeEach(() => {
	test = testDesk();
});
afterEach(async () => {
	await test.close();
	delete process.env.STRIPE_WEBHOOK_SECRET;
});

/** A stage whose secrets are kept here. */
const stage = (kept: Record<string, string>, ask = canary) => ({
	...test.desk(),
	stage: 'prod',
	flags: ' --stage prod',
	ask: async () => ask,
	secrets: {
		pair: async () => ({ verifying: canary, signing: canary }),
		states: async () => Object.fromEntries(Object.keys(kept).map((name) => [name, { state: 'set' as const, changedAt: 0 }])),
		set: async (name: string, value: string, rotate: boolean) => {
			if (rotate) kept[`${name}_PREVIOUS`] = kept[name] ?? '';
			kept[name] = value;
		},
		retire: async () => {},
		takenUpMillis: 0,
	},
});

describe('sls webhook secrets list', () => {
	it('given the local run → what is of the environment, made up and missing, what is to be set there, and no value', async () => {
		makeUpSecrets(sources.slice(0, 2), providers, test.dataDir);
		process.env.STRIPE_WEBHOOK_SECRET = canary;

		await secretsList({}, test.desk());

		expect(test.printed()).toBe(
			[
				'NAME                     STATE    CHANGED  WHAT IT IS',
				'STRIPE_WEBHOOK_SECRET    env',
				'GITHUB_WEBHOOK_SECRET    made up           the secret of the webhook, a text of your own',
				'SENDGRID_WEBHOOK_SECRET  missing           the verification key from the Mail Settings, in one line',
				'PARTNER_WEBHOOK_SECRET   missing           the key that is shared with the sender, as text',
				'PARTNER_API_KEY          missing',
				'SLACK_WEBHOOK_SECRET     missing           the signing secret of the app, 32 hex digits',
				'NOTIFY_WEBHOOK_URL       not set',
				'A missing one is made up by npm start; your own go into .env.',
			].join('\n'),
		);
	});

	it('given a stage where one rotates → both values’ states, when they were set, and how to set what is missing', async () => {
		const desk = stage({ STRIPE_WEBHOOK_SECRET: canary, STRIPE_WEBHOOK_SECRET_PREVIOUS: canary, NOTIFY_WEBHOOK_URL: canary });

		await secretsList({}, desk);
		const text = test.printed();
		await secretsList({ json: true }, desk);
		const [first, , second] = test.printed().split('\n');

		expect(text).toContain('STRIPE_WEBHOOK_SECRET           set      1970-01-01T00:00:00.000Z\nSTRIPE_WEBHOOK_SECRET_PREVIOUS  set ');
		expect(text).toContain('Set one with: npx sls webhook secrets set --name GITHUB_WEBHOOK_SECRET --stage prod');
		expect(JSON.parse(first ?? '')).toEqual({ name: 'STRIPE_WEBHOOK_SECRET', state: 'set', changedAt: '1970-01-01T00:00:00.000Z' });
		expect(JSON.parse(second ?? '')).toEqual({
			name: 'GITHUB_WEBHOOK_SECRET',
			state: 'missing',
			what: 'the secret of the webhook, a text of your own',
		});
		expect(text).not.toContain(canary);
	});
});

describe('sls webhook secrets set', () => {
	it('given a name → the value is kept, and does not show', async () => {
		const kept: Record<string, string> = {};

		await secretsSet({ name: 'STRIPE_WEBHOOK_SECRET' }, stage(kept));

		expect(kept).toEqual({ STRIPE_WEBHOOK_SECRET: canary });
		expect(test.printed()).toBe('STRIPE_WEBHOOK_SECRET is set on prod. Functions take it up within 5 minutes.');
	});

	it('given --previous → the value until now stays valid', async () => {
		const kept: Record<string, string> = { STRIPE_WEBHOOK_SECRET: 'old' };

		await secretsSet({ name: 'STRIPE_WEBHOOK_SECRET', previous: true }, stage(kept));

		expect(kept).toEqual({ STRIPE_WEBHOOK_SECRET: canary, STRIPE_WEBHOOK_SECRET_PREVIOUS: 'old' });
		expect(test.printed()).toContain('what it was until now is valid too, as STRIPE_WEBHOOK_SECRET_PREVIOUS');
	});

	it.each([
		[{}, '--name: say which one; sls webhook secrets list names them'],
		[
			{ name: 'STRIPE_WEBHOK_SECRET' },
			'--name: nothing in serverless.yml reads a secret "STRIPE_WEBHOK_SECRET"; did you mean "STRIPE_WEBHOOK_SECRET"?',
		],
		[
			{ name: 'STRIPE_WEBHOOK_SECRET_PREVIOUS', previous: true },
			'--previous: give it with the name of the current secret, whose value it keeps',
		],
		[
			{ name: 'SENDGRID_WEBHOOK_SECRET' },
			'SENDGRID_WEBHOOK_SECRET: the key is no P-256 key in base64: copy the public key from the provider again, in one line, without its BEGIN and END lines; nothing was set',
		],
	])('given %o → one line, and nothing is set', async (options, message) => {
		const kept: Record<string, string> = {};

		await expect(secretsSet(options, stage(kept))).rejects.toMatchObject({ name: 'Mistake', message });
		expect(kept).toEqual({});
	});

	it('given no --stage → one line that says where local values go', async () => {
		await expect(secretsSet({ name: 'STRIPE_WEBHOOK_SECRET' }, test.desk())).rejects.toMatchObject({
			name: 'Mistake',
			message: expect.stringMatching(/^--stage: say which one; the local run takes STRIPE_WEBHOOK_SECRET from \.env/),
		});
	});
});
