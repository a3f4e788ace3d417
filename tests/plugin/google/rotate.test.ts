import { createClient, jsonCall } from '../../../src/clouds/google/client.ts';
import { createDocuments } from '../../../src/clouds/google/documents.ts';
import { createSecrets } from '../../../src/clouds/google/secrets.ts';
import { createGoogle } from '../../../src/plugin/google/clients.ts';
import { stageSecrets } from '../../../src/plugin/google/stage/stage-secrets.ts';
import { accessToken, identityToken } from '../../clouds/google/fake-metadata.ts';
import { rotateConformance } from '../rotate.conformance.ts';
import { startControlPlane } from './fake-control-plane/fake-control-plane.ts';
import { samplePlan } from './sample-plan.ts';

rotateConformance(async () => {
	const plane = await startControlPlane();
	plane.state.enabled.add('secretmanager.googleapis.com');
	const plan = samplePlan();
	const { project, prefix } = plan;
	const google = createGoogle({ project, env: plane.env });
	const tokens = { access: async () => accessToken, identity: async (audience: string) => identityToken(audience) };
	const client = createClient({ env: plane.env, tokens });
	const documents = createDocuments(jsonCall(client, 'firestore'), project, `${prefix}events`);
	return {
		secrets: (wrap) => stageSecrets({ plan, google: { ...google, call: wrap(google.call) }, flags: ' --stage prod' }),
		instance: (now = Date.now) =>
			createSecrets({ secretManager: jsonCall(client, 'secretmanager'), documents, project, prefix, env: {}, now }),
		close: plane.close,
	};
});
