import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jsonCall } from '../../../../src/clouds/aws/call-json.ts';
import { createClient } from '../../../../src/clouds/aws/client.ts';
import { createCloud } from '../../../../src/clouds/aws/create-cloud.ts';
import { deadLetters } from '../../../../src/plugin/commands/dead-letters.ts';
import type { Desk } from '../../../../src/plugin/commands/desk.ts';
import { events } from '../../../../src/plugin/commands/events.ts';
import { forget } from '../../../../src/plugin/commands/forget.ts';
import { replay } from '../../../../src/plugin/commands/replay.ts';
import { secretsList } from '../../../../src/plugin/commands/secrets-list.ts';
import { secretsSet } from '../../../../src/plugin/commands/secrets-set.ts';
import { show } from '../../../../src/plugin/commands/show.ts';
import { urls } from '../../../../src/plugin/commands/urls.ts';
import type { EventRecord } from '../../../../src/webhook/record.ts';
import { type Emulators, startEmulators } from '../../../clouds/aws/emulators.ts';
import { sampleRecord, sampleRun } from '../../../ports/sample-record.ts';
import { type FakeAccount, fakeAccount, stageRoutes } from './fake-account.ts';

const canary = 'whsec_canary';

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
const said = () => printed.splice(0).join('\n');
const cloud = () => createCloud({ env: account.env, routes: stageRoutes });

describe('the commands on a stage', () => {
	const dead = sampleRun({ status: 'dead', attempts: 3, fence: 3, sent: true, reason: 'failed 3 times' });
	const now = Date.now();

	it('given an event of which one function is dead and another waits → it is listed, shown, and runs again', async () => {
		const record = sampleRecord({ receivedAt: now, expiresAt: now + 1e9, functions: { 'invoice-paid': dead, ledger: sampleRun() } });
		await cloud().events.insert(record, now);
		const desk = await account.desk(print);

		await events({}, desk);
		expect(said()).toMatch(/ pending +stripe +invoice\.paid +evt_1 +invoice-paid dead \(3\), ledger pending \(0\)$/);
		await deadLetters({}, desk);
		expect(said()).toMatch(/ stripe +invoice\.paid +evt_1 +invoice-paid +failed 3 times$/);
		await show({ id: 'evt_1', json: true }, desk);
		expect(JSON.parse(said())).toMatchObject({ id: 'evt_1', body: '{"id":"evt_1"}' });
		await replay({ id: 'evt_1', function: 'invoice-paid' }, desk);

		expect(said()).toBe('stripe evt_1: sent again to invoice-paid');
		const again = await cloud().events.get(record);
		expect(again?.functions['invoice-paid']).toMatchObject({ status: 'pending', attempts: 0, sent: true, replays: 1 });
	});

	it('given a body that is held in the bucket → it is shown', async () => {
		await cloud().blobs.put('stripe/big', Buffer.from('{"big":true}'));
		await cloud().events.insert(sampleRecord({ receivedAt: now, body: { blob: 'stripe/big' } }), 0);

		await show({ id: 'evt_1', json: true }, await account.desk(print));

		expect(JSON.parse(said())).toMatchObject({ body: '{"big":true}' });
	});

	it('given events that hold a value → what was sent is gone from table and bucket, and the others stay', async () => {
		const of = (id: string, email: string) => Buffer.from(JSON.stringify({ id, data: { object: { email } } }));
		const keep = (id: string, changes: Partial<EventRecord>) =>
			cloud().events.insert(sampleRecord({ id, receivedAt: now, expiresAt: now + 1e9, sha256: id, ...changes }), now);
		await cloud().blobs.put('stripe/big', of('evt_2', 'a@b.example'));
		await keep('evt_1', { body: of('evt_1', 'a@b.example') });
		await keep('evt_2', { body: { blob: 'stripe/big' } });
		await keep('evt_3', { body: of('evt_3', 'c@d.example') });

		await forget({ match: 'data.object.email=a@b.example' }, await account.desk(print, 'yes'));

		expect(said().split('\n').slice(-2).sort()).toEqual(['stripe evt_1: forgotten', 'stripe evt_2: forgotten']);
		expect(await cloud().blobs.get('stripe/big')).toBeUndefined();
		expect((await cloud().events.list({})).map(({ id, forgottenAt }) => [id, forgottenAt !== undefined]).sort()).toEqual([
			['evt_1', true],
			['evt_2', true],
			['evt_3', false],
		]);
		const { Items } = await jsonCall(createClient({ env: account.env }), 'dynamodb')('Scan', { TableName: account.env.WEBHOOK_TABLE });
		expect(JSON.stringify(Items)).not.toContain(of('evt_1', 'a@b.example').toString('base64'));
		expect(JSON.stringify(Items)).toContain(of('evt_3', 'c@d.example').toString('base64'));
	});

	it('given no such event → the line names the command with the stage', async () => {
		const desk = await account.desk(print);

		await expect(show({ id: 'evt_9' }, desk)).rejects.toMatchObject({
			name: 'Mistake',
			message: '--id: there is no event "evt_9"; sls webhook events --stage prod lists them',
		});
	});

	it('given its stack → the URLs are those of its outputs, whatever the shell says of the local run', async () => {
		process.env.WEBHOOK_PUBLIC_URL = 'https://laptop.example.com';
		account.outputs = { ...account.outputs, WebhookUrl: 'https://a1.execute-api.eu-central-1.amazonaws.com' };

		await urls({ json: true }, await account.desk(print));
		delete process.env.WEBHOOK_PUBLIC_URL;

		expect(said().split('\n')[0]).toContain('"url":"https://a1.execute-api.eu-central-1.amazonaws.com/webhooks/stripe"');
	});
});

describe('secrets of a stage', () => {
	const set = (name: string, value: string, previous = false) => secretsSet({ name, previous }, account.secretsDesk(print, value));

	it('given none, one, and a rotation → they are kept under the stage, and no output holds a value', async () => {
		await set('STRIPE_WEBHOOK_SECRET', `${canary}_1`);
		await set('STRIPE_WEBHOOK_SECRET', `${canary}_2`, true);
		await set('GITHUB_WEBHOOK_SECRET', `${canary}_3`);
		await secretsList({}, account.secretsDesk(print));
		await secretsList({ json: true }, account.secretsDesk(print));

		expect(Object.fromEntries(account.parameters)).toEqual({
			'/shop/prod/STRIPE_WEBHOOK_SECRET': `${canary}_2`,
			'/shop/prod/STRIPE_WEBHOOK_SECRET_PREVIOUS': `${canary}_1`,
			'/shop/prod/GITHUB_WEBHOOK_SECRET': `${canary}_3`,
		});
		const text = said();
		expect(text).toContain('GITHUB_WEBHOOK_SECRET           set      1970-01-01T00:00:01.500Z');
		expect(text).toContain('SENDGRID_WEBHOOK_SECRET         missing');
		expect(text).not.toContain('canary');
	});

	it.each([
		['the value that is current', canary, 'STRIPE_WEBHOOK_SECRET has this value already on prod; nothing was set'],
		['another', 'whsec_other', undefined],
	])('given a rotation to %s → what senders still sign with is not lost', async (_given, value, message) => {
		await set('STRIPE_WEBHOOK_SECRET', canary);

		const setting = set('STRIPE_WEBHOOK_SECRET', value, true);

		if (message) await expect(setting).rejects.toMatchObject({ name: 'Mistake', message });
		else await setting;
		expect([...account.parameters.values()]).toContain(canary);
	});

	it('given a rotation of nothing → one line', async () => {
		await expect(set('STRIPE_WEBHOOK_SECRET', canary, true)).rejects.toMatchObject({
			message: '--previous: STRIPE_WEBHOOK_SECRET has no value on prod yet, so leave it out',
		});
	});

	it('given one that is not set, to sign with → one line with the command', async () => {
		await expect(account.secretsDesk(print).secrets.pair('STRIPE_WEBHOOK_SECRET')).rejects.toMatchObject({
			name: 'Mistake',
			message: 'STRIPE_WEBHOOK_SECRET is not set on prod: npx sls webhook secrets set --name STRIPE_WEBHOOK_SECRET --stage prod',
		});
	});
});

describe('what can be wrong with a stage is one line', () => {
	const list = (desk: Desk) => secretsList({}, desk);

	it.each([
		['AccessDeniedException', 'AWS does not let these credentials do ssm:DescribeParameters (AccessDeniedException): their role needs it'],
		['ExpiredTokenException', 'the AWS credentials have expired: sign in again, then repeat the command'],
		[
			'UnrecognizedClientException',
			'AWS does not know these credentials (UnrecognizedClientException): look at AWS_PROFILE, --aws-profile and AWS_ACCESS_KEY_ID',
		],
		['RequestTimeTooSkewed', 'AWS refuses requests of this machine: its clock is wrong'],
	])('given that SSM answers %s', async (code, message) => {
		account.refusal = code;

		await expect(list(account.secretsDesk(print))).rejects.toMatchObject({ name: 'Mistake', message });
	});

	it.each([
		['AccessDenied', 'AWS does not let these credentials do cloudformation:DescribeStacks (AccessDenied): their role needs it'],
		['ExpiredToken', 'the AWS credentials have expired: sign in again, then repeat the command'],
		[
			'InvalidClientTokenId',
			'AWS does not know these credentials (InvalidClientTokenId): look at AWS_PROFILE, --aws-profile and AWS_ACCESS_KEY_ID',
		],
	])('given that CloudFormation answers %s', async (code, message) => {
		account.refusal = code;

		await expect(account.desk(print)).rejects.toMatchObject({ name: 'Mistake', message });
	});

	it('given no stack, or one without the outputs', async () => {
		account.outputs = undefined;
		await expect(account.desk(print)).rejects.toMatchObject({
			name: 'Mistake',
			message: '--stage: shop-prod is not deployed in eu-central-1: npx sls deploy --stage prod, or give another --stage or --region',
		});

		account.outputs = { WebhookUrl: 'https://hooks.example.com' };
		await expect(account.desk(print)).rejects.toMatchObject({
			name: 'Mistake',
			message: '--stage: shop-prod has no output WebhookTable: deploy it again, npx sls deploy --stage prod',
		});
	});

	const named = (name: string, message: string, code?: string) => Object.assign(new Error(message), { name, ...(code && { code }) });
	it.each([
		[
			named('ServerlessError', 'AWS provider credentials not found.', 'AWS_CREDENTIALS_NOT_FOUND'),
			'there are no AWS credentials: set AWS_PROFILE or give --aws-profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
		],
		[
			named('ServerlessError', 'AWS profile "nobody" doesn\'t seem to be configured', 'UNRECOGNIZED_AWS_PROFILE'),
			'there are no AWS credentials: AWS profile "nobody" doesn\'t seem to be configured',
		],
		[
			named('CredentialsProviderError', 'The SSO session has expired.\n at somewhere'),
			'there are no AWS credentials: The SSO session has expired.',
		],
	])('given that finding credentials fails with %s', async (error, message) => {
		account.credentials = error;

		await expect(account.desk(print)).rejects.toMatchObject({ name: 'Mistake', message });
	});

	it('given a service on another cloud', () => {
		expect(() => account.stage({ cloud: 'elsewhere' })).toThrow(
			'--stage: sls webhook knows stages on aws, google and azure, and this service is on elsewhere',
		);
	});

	it('given a region and a profile of the command line → the commands that are named have them too', () => {
		expect(account.stage({ options: { region: 'eu-west-1', 'aws-profile': 'ops' } }).flags).toBe(
			' --stage prod --region eu-west-1 --aws-profile ops',
		);
	});
});
