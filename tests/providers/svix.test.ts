import { expect, it } from '@jest/globals';
import { svix } from '../../src/providers/svix.ts';
import { delivery } from './deliveries.ts';

it.each([
	['type', { type: 'a', event_type: 'b', data: { x: 1 } }, 'a', { x: 1 }],
	['event_type', { event_type: 'b', eventType: 'c', data: { x: 1 } }, 'b', { x: 1 }],
	['eventType', { eventType: 'c' }, 'c', { eventType: 'c' }],
])('finds the type in %s', (_, body, type, payload) => {
	expect(svix.identify(body, delivery('', { 'svix-id': 'msg_1' }))).toEqual([{ id: 'msg_1', type, payload }]);
});
