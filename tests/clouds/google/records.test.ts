import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '../../../src/clouds/google/client.ts';
import { recordsConformance } from '../../ports/records.conformance.ts';
import { type FakeGoogle, startFakeGoogle } from './fake-google.ts';
import { cloudOf, deployStage } from './fake-stage.ts';
import { losingAnswers } from './losing-answers.ts';

let fake: FakeGoogle;
beforeAll(async () => {
	fake = await startFakeGoogle();
});
afterAll(() => fake.close());

describe('records of Google', () => {
	recordsConformance(async () => {
		const { cloud } = deployStage(fake);
		return { one: cloud().records, other: cloud().records, close: async () => {} };
	});

	it('an insert whose answer got lost has put its value, and says so', async () => {
		const { env } = deployStage(fake);
		const { way, lose } = losingAnswers();
		const { records } = cloudOf(env, { client: createClient({ env, way }) });
		lose(':commit');

		const put = await records.insert('payments', 'in_1', 'mine');

		expect([put, await records.insert('payments', 'in_1', 'other'), await records.get('payments', 'in_1')]).toEqual([true, false, 'mine']);
	});
});
