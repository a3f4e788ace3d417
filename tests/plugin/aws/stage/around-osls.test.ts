import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCloud } from '../../../../src/clouds/aws/create-cloud.ts';
import { beforeRemove } from '../../../../src/plugin/aws/stage/before-remove.ts';
import { describeDeployed } from '../../../../src/plugin/commands/describe-deployed.ts';
import { type Emulators, startEmulators } from '../../../clouds/aws/emulators.ts';
import { type FakeAccount, fakeAccount, outputsOf, stageRoutes } from './fake-account.ts';

let emulators: Emulators;
let account: FakeAccount;
let printed: string[];
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());
beforeEach(async () => {
	account = await fakeAccount(emulators);
	printed = [];
});
afterEach(() => account.close());

const print = (text: string) => void printed.push(text);
const blobs = () => createCloud({ env: account.env, routes: stageRoutes }).blobs;

describe('before sls remove', () => {
	const keys = ['stripe/a', 'stripe/ä&<b> %2F+c', ...Array.from({ length: 1001 }, (_, index) => `github/${index}`)];
	const fill = async (names: readonly string[]) => {
		for (let from = 0; from < names.length; from += 50)
			await Promise.all(names.slice(from, from + 50).map((key) => blobs().put(key, Buffer.from(key))));
	};
	const isLeft = async (key: string) => (await blobs().get(key)) !== undefined;

	it('given a throw-away stage → its bucket is emptied, however much is in it and whatever it is called', async () => {
		await fill(keys);
		account.outputs = { ...outputsOf(account.env), WebhookThrowAway: 'true' };

		await beforeRemove(account.stage(), true, print);

		expect(printed).toEqual([`Emptied the bucket ${account.env.WEBHOOK_BUCKET}: 1003 objects`]);
		expect(await Promise.all([keys[0] ?? '', keys[1] ?? '', keys.at(-1) ?? ''].map(isLeft))).toEqual([false, false, false]);
	}, 60_000);

	it.each([
		['was deployed to be kept, whatever serverless.yml says since', {}, false],
		['can’t be removed, because its stack is protected', { WebhookThrowAway: 'true' }, true],
	])('given one that %s → its bucket stays as it is', async (_given, output, isProtected) => {
		await fill(['stripe/a']);
		account.outputs = { ...outputsOf(account.env), ...output };
		account.isProtected = isProtected;

		await beforeRemove(account.stage(), true, print);

		expect([await isLeft('stripe/a'), printed]).toEqual([true, []]);
	});

	it('given one that serverless.yml has only since said to keep → one line, and nothing is touched', async () => {
		await fill(['stripe/a']);
		account.outputs = { ...outputsOf(account.env), WebhookThrowAway: 'true' };

		await expect(beforeRemove(account.stage(), false, print)).rejects.toMatchObject({
			name: 'Mistake',
			message:
				'sls remove: shop-prod was deployed as throw-away, and serverless.yml says now that its table and bucket are kept: deploy first, then remove',
		});
		expect(await isLeft('stripe/a')).toBe(true);
	});

	it('given no stack → nothing', async () => {
		account.outputs = undefined;

		await beforeRemove(account.stage(), true, print);

		expect(printed).toEqual([]);
	});
});

describe('after sls deploy', () => {
	const needed = ['STRIPE', 'GITHUB', 'SENDGRID', 'PARTNER', 'SLACK'].map((source) => `${source}_WEBHOOK_SECRET`);
	const set = (names: readonly string[]) => {
		for (const name of names) account.parameters.set(`/shop/prod/${name}`, 'canary');
	};

	it('given secrets that are missing → each URL, their names, and the command that sets one', async () => {
		set(needed.slice(1));

		await describeDeployed(await account.desk(print));

		expect(printed.join('\n')).toBe(
			[
				'',
				'Senders post to',
				'  stripe    https://hooks.example.com/webhooks/stripe',
				'  github    https://hooks.example.com/webhooks/github',
				'  sendgrid  https://hooks.example.com/webhooks/sendgrid',
				'  partner   https://hooks.example.com/webhooks/partner',
				'  slack     https://hooks.example.com/webhooks/slack/deploy',
				'Secrets that are missing; until they are set, their sources are answered 503',
				'  STRIPE_WEBHOOK_SECRET, PARTNER_API_KEY',
				'Set each with: npx sls webhook secrets set --stage prod --name STRIPE_WEBHOOK_SECRET',
			].join('\n'),
		);
	});

	it('given that all are set → how to see that it works', async () => {
		set([...needed, 'PARTNER_API_KEY']);

		await describeDeployed(await account.desk(print));

		expect(printed.at(-1)).toBe('Every secret is set. See that all of it works: npx sls webhook smoke --stage prod');
	});

	it('given that they may not be looked at → the URLs all the same', async () => {
		const desk = await account.desk(print);
		account.refusal = 'AccessDeniedException';

		await describeDeployed(desk);

		expect(printed[0]).toContain('https://hooks.example.com/webhooks/stripe');
		expect(printed[1]).toMatch(/^Which secrets are set can't be told: AWS does not let these credentials do ssm:DescribeParameters /);
	});
});
