import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCloud } from '../../../../src/clouds/aws/create-cloud.ts';
import { stagePlace } from '../../../../src/plugin/aws/stage/stage-place.ts';
import { type Desk, openDesk } from '../../../../src/plugin/commands/desk.ts';
import { secretsAccept } from '../../../../src/plugin/commands/secrets-accept.ts';
import { secretsList } from '../../../../src/plugin/commands/secrets-list.ts';
import { providers } from '../../../../src/providers/providers.ts';
import { receive } from '../../../../src/receive.ts';
import type { Routes } from '../../../../src/webhook/source.ts';
import { addTeller, offer, secretOfTeller, teller } from '../../../bringing-provider.ts';
import { post } from '../../../clouds/aws/aws-platform.ts';
import { type Emulators, startEmulators } from '../../../clouds/aws/emulators.ts';
import { until } from '../../../clouds/local/until.ts';
import { type FakeAccount, fakeAccount, stageRoutes } from './fake-account.ts';

const brought = 'a-secret-that-was-brought';
const routes: Routes = {
	...stageRoutes,
	sources: { teller: { name: 'teller', provider: 'teller', maxBody: 1024 } },
	routes: [{ function: 'teller', source: 'teller', ack: 'stored', path: '/webhooks/teller' }],
};

let emulators: Emulators;
let account: FakeAccount;
let removeTeller: () => void;
let said: string;
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());
beforeEach(async () => {
	removeTeller = addTeller();
	account = await fakeAccount(emulators);
	said = '';
});
afterEach(async () => {
	await account.close();
	removeTeller();
	process.exitCode = 0;
});

const desk = async (): Promise<Desk> => {
	const print = (text: string) => {
		said += `${text}\n`;
	};
	return openDesk({ routes, providers, print, ask: async () => '', confirm: async () => false }, await stagePlace(account.stage()));
};
const endpoint = () =>
	receive(teller, { cloud: createCloud({ env: { ...account.env, WEBHOOK_FUNCTION: 'teller' }, routes, write: () => undefined }), routes });

describe('sls webhook secrets accept on a stage', () => {
	it('given a sender that offers its secret to the deployed endpoint → it is in SSM, and is printed only since that was asked for', async () => {
		const accepting = secretsAccept({ source: 'teller', show: true }, await desk());
		await until(() => said.includes('https://hooks.example.com/webhooks/teller'));
		const reply = await post(endpoint(), offer(brought));
		const before = said;
		await accepting;

		expect([reply.statusCode, account.parameters.get(`/shop/prod/${secretOfTeller}`), before.includes(brought)]).toEqual([
			200,
			brought,
			false,
		]);
		expect(said).toMatch(new RegExp(`\nThe secret was taken: ${secretOfTeller} is set on prod\\.\n${brought}\n$`));
	});

	it('given a secret that is set → one line with the command that removes it', async () => {
		account.parameters.set(`/shop/prod/${secretOfTeller}`, brought);

		await expect(secretsAccept({ source: 'teller' }, await desk())).rejects.toMatchObject({
			name: 'Mistake',
			message: `${secretOfTeller} is set already: aws ssm delete-parameter --name /shop/prod/${secretOfTeller}, then accept again`,
		});
		expect((await post(endpoint(), offer('a-secret-of-a-stranger'))).statusCode).toBe(403);
	});

	it('given a missing one that the sender brings → the list says how it is taken', async () => {
		await secretsList({}, await desk());

		expect(said).toMatch(/\nTeller brings its own: npx sls webhook secrets accept --source teller --stage prod\n$/);
	});
});
