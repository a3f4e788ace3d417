import { createClient } from '../../../src/clouds/azure/client.ts';
import { createSecrets } from '../../../src/clouds/azure/secrets.ts';
import { tableEntities } from '../../../src/clouds/azure/table-entities.ts';
import { exchange } from '../../../src/clouds/exchange.ts';
import { openClients } from '../../../src/plugin/azure/clients.ts';
import { explainedAsk } from '../../../src/plugin/azure/explain.ts';
import { stageSecrets } from '../../../src/plugin/azure/stage/stage-secrets.ts';
import { rotateConformance } from '../rotate.conformance.ts';
import { startFakeArm } from './fake-arm/fake-arm.ts';

const vault = 'shop-prod-vault';

rotateConformance(async () => {
	const fake = await startFakeArm();
	const ask = openClients({ env: fake.env, wait: async () => undefined }).vault(vault);
	const env = { WEBHOOK_VAULT: `https://${vault}.vault.azure.net` };
	const client = createClient({
		env,
		tokens: async () => fake.env.WEBHOOK_ACCESS_TOKEN ?? '',
		// The operator's way and the function's lead to the same vault.
		way: (origin, outgoing, timeoutMillis) =>
			exchange(
				new URL(fake.env.WEBHOOK_ENDPOINT_VAULT ?? ''),
				{ ...outgoing, headers: { ...outgoing.headers, host: origin.host } },
				timeoutMillis,
			),
	});
	return {
		secrets: (wrap) => stageSecrets({ vault: wrap(explainedAsk(ask)), stage: 'prod', flags: ' --stage prod' }),
		instance: (now = Date.now) =>
			createSecrets({ env, client, entities: tableEntities(client, 'openings'), now, wait: async () => undefined }),
		close: fake.close,
	};
});
