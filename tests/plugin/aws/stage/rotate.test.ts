import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { jsonCall } from '../../../../src/clouds/aws/call-json.ts';
import { createClient } from '../../../../src/clouds/aws/client.ts';
import { createCloud } from '../../../../src/clouds/aws/create-cloud.ts';
import { createSecrets } from '../../../../src/clouds/aws/secrets.ts';
import { stageSecrets } from '../../../../src/plugin/aws/stage/stage-secrets.ts';
import { secretsRotate } from '../../../../src/plugin/commands/secrets-rotate.ts';
import { stripe } from '../../../../src/providers/stripe.ts';
import { receive } from '../../../../src/receive.ts';
import { post as postTo } from '../../../clouds/aws/aws-platform.ts';
import { type Emulators, startEmulators } from '../../../clouds/aws/emulators.ts';
import { delivery } from '../../../local-platform.ts';
import { rotateConformance } from '../../rotate.conformance.ts';
import { fakeAccount, stageRoutes } from './fake-account.ts';

let emulators: Emulators;
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());

it('given what was posted to a deployed endpoint → the table of a rotation counts it by the secret that verified it', async () => {
	const account = await fakeAccount(emulators);
	const [old, fresh] = ['whsec_the_old_one', 'whsec_the_new_one'];
	const env = { ...account.env, WEBHOOK_FUNCTION: 'stripe' };
	const post = async (id: string, secret: string) => {
		const endpoint = receive(stripe, { cloud: createCloud({ env, routes: stageRoutes, write: () => undefined }), routes: stageRoutes });
		const rawBody = Buffer.from(JSON.stringify({ id, type: 'invoice.paid' }));
		return (await postTo(endpoint, stripe.scheme.sign(delivery({ rawBody }), secret))).statusCode;
	};
	let said = '';
	const print = (text: string) => {
		said += `${text}\n`;
	};
	account.parameters.set('/shop/prod/STRIPE_WEBHOOK_SECRET', old);
	await secretsRotate({ source: 'stripe' }, await account.desk(print, fresh));
	const began = Math.floor(Date.now() / 1000) - 1;
	for (const name of account.parameters.keys()) account.modified.set(name, began);

	const statuses = [await post('evt_1', old), await post('evt_2', fresh), await post('evt_3', old)];
	await secretsRotate({ source: 'stripe' }, await account.desk(print));
	const code = process.exitCode;
	process.exitCode = 0;
	await account.close();

	expect([statuses, code]).toEqual([[200, 200, 200], 1]);
	expect(said).toMatch(/^STRIPE_WEBHOOK_SECRET +1 +20.*\nSTRIPE_WEBHOOK_SECRET_PREVIOUS +2 +20/m);
	// What the first five minutes say of the current one is not believed: it may have been an instance that had not heard.
	expect(said).toContain('Nothing signed with the new one came yet');
	expect(said).not.toMatch(/whsec_the/);
});

rotateConformance(async () => {
	const account = await fakeAccount(emulators);
	const { ssm, prefix, name: stage, flags } = account.stage();
	return {
		secrets: (wrap) => stageSecrets({ ssm: wrap(ssm), prefix, stage, flags }),
		instance: (now = Date.now) => createSecrets({ ssm: jsonCall(createClient({ env: account.env }), 'ssm'), prefix, now }),
		close: account.close,
	};
});
