import { afterAll, beforeAll } from '@jest/globals';
import { createCloud } from '../../../src/clouds/aws/create-cloud.ts';
import { eraseConformance } from '../../ports/erase.conformance.ts';
import { noon } from '../../ports/sample-record.ts';
import { type Emulators, startEmulators } from './emulators.ts';

let emulators: Emulators;
beforeAll(async () => {
	emulators = await startEmulators();
});
afterAll(() => emulators.close());

eraseConformance('AWS', async () => {
	const env = await emulators.service(['ledger']);
	return { ...createCloud({ env, routes: { service: 'shop', stage: 'prod' }, now: () => noon }), close: () => undefined };
});
