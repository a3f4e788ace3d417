import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sweep } from '../../src/clouds/sweep.ts';
import { openBody } from '../../src/middleware/open-body.ts';
import { storeEvents } from '../../src/middleware/store-events.ts';
import type { Identified } from '../../src/webhook/provider.ts';
import { delivery, type TestPlatform } from '../local-platform.ts';
import { failing, source, stripePlatform, verifiedPassage, withEvents } from '../middleware/passage.ts';

let on: TestPlatform;
beforeEach(() => {
	on = stripePlatform();
});
afterEach(() => on.close());

const hour = 60 * 60 * 1000;
const rawBody = Buffer.alloc(100_000, 'x');
const batch: readonly Identified[] = [
	{ id: 'evt_1', type: 'nobody.wants', payload: {} },
	{ id: 'evt_2', type: 'invoice.paid', payload: {} },
];

it('an event that only a second copy of its delivery brought has its bytes, also when those of the first are erased', async () => {
	const now = on.cloud.now();
	const copy = (receivedAt: number) => ({
		...verifiedPassage({ source: { ...source, retention: hour }, delivery: delivery({ rawBody, receivedAt }) }),
		events: batch,
	});
	const half = withEvents(on, { insert: (record, at) => (record.id === 'evt_2' ? failing() : on.cloud.events.insert(record, at)) });
	const answers = [await storeEvents(copy(now), half), await storeEvents(copy(now + 1), on)];

	const swept = await sweep({ ...on.cloud, now: now + hour });

	const [first, second] = await Promise.all(batch.map(({ id = '' }) => on.cloud.events.get({ source: 'stripe', id })));
	expect([answers.map(({ status }) => status), swept.errors, first?.forgottenAt]).toEqual([[503, 200], [], now + hour]);
	expect(second && (await openBody(second, on.cloud)).equals(rawBody)).toBe(true);
});
