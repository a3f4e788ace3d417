import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { documentId } from '../../../src/clouds/google/documents.ts';
import { openingsConformance } from '../../ports/openings.conformance.ts';
import { type FakeGoogle, startFakeGoogle } from './fake-google.ts';
import { deployStage, documentsOf } from './fake-stage.ts';

let fake: FakeGoogle;
beforeAll(async () => {
	fake = await startFakeGoogle();
});
afterAll(() => fake.close());

describe('openings of Google', () => {
	openingsConformance(async () => {
		const { cloud } = deployStage(fake);
		return { one: cloud().openings, other: cloud().openings, close: async () => {} };
	});

	it('one that nobody used is removed by Firestore a day after it is over, since one that is gone was used', async () => {
		const { env, cloud } = deployStage(fake);
		await cloud().openings.open('teller', Date.UTC(2026, 0, 15));

		expect((await documentsOf(env).get('openings', documentId('teller')))?.fields).toEqual({
			until: { doubleValue: Date.UTC(2026, 0, 15) },
			ttl: { timestampValue: '2026-01-16T00:00:00.000Z' },
		});
	});
});
