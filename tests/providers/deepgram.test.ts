import { expect, it } from '@jest/globals';
import { deepgram } from '../../src/providers/deepgram.ts';
import { delivery } from './deliveries.ts';

const identify = (body: object) => deepgram.identify(body, delivery(JSON.stringify(body)));
const live = (start: number) => ({ type: 'Results', start, metadata: { request_id: 'r-1' } });

it('tells the messages of one live request apart, which all have its id', () => {
	const ids = [live(0), live(1), live(0)].map((body) => identify(body)[0]?.id);

	expect(new Set(ids).size).toBe(2);
	expect(ids[0]).toBe(ids[2]);
});

it.each([
	['a transcription', { metadata: { request_id: 'r-1' }, results: { channels: [] } }, 'transcription'],
	['results of another kind', { metadata: { request_id: 'r-1' }, results: { summary: {} } }, undefined],
])('takes %s for what it is', (_, body, type) => {
	expect(identify(body)).toEqual([{ id: 'r-1', type, payload: body, unsigned: ['id', 'type'] }]);
});
