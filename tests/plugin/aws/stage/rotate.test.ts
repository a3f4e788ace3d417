import { afterAll, beforeAll } from '@jest/globals';
import { jsonCall } from '../../../../src/clouds/aws/call-json.ts';
import { createClient } from '../../../../src/clouds/aws/client.ts';
import { createSecrets } from '../../../../src/clouds/aws/secrets.ts';
import { stageSecrets } from '../../../../src/plugin/aws/stage/stage-secrets.ts';
import { type Emulators, startEmulators } from '../../../clouds/aws/emulators.ts';
import { rotateConformance } from '../../rotate.conformance.ts';
import { fakeAccount } from './fake-account.ts';

let emulators: Emulators;
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());

rotateConformance(async () => {
	const account = await fakeAccount(emulators);
	const { ssm, prefix, name: stage, flags } = account.stage();
	return {
		secrets: (wrap) => stageSecrets({ ssm: wrap(ssm), prefix, stage, flags }),
		instance: (now = Date.now) => createSecrets({ ssm: jsonCall(createClient({ env: account.env }), 'ssm'), prefix, now }),
		close: account.close,
	};
});
