import { afterAll, beforeAll } from '@jest/globals';
import { eraseConformance } from '../../ports/erase.conformance.ts';
import { noon } from '../../ports/sample-record.ts';
import { type FakeGoogle, startFakeGoogle } from './fake-google.ts';
import { deployStage } from './fake-stage.ts';

let fake: FakeGoogle;
beforeAll(async () => {
	fake = await startFakeGoogle();
});
afterAll(() => fake.close());

eraseConformance('Google', async () => ({ ...deployStage(fake, ['ledger']).cloud({ now: () => noon }), close: () => undefined }));
