import { expect, it } from '@jest/globals';
import { limitBody } from '../../src/middleware/limit-body.ts';
import { delivery } from '../local-platform.ts';
import { outcomeOf, passage, source } from './passage.ts';

const of = (bytes: Buffer) => passage({ delivery: delivery({ rawBody: bytes }), source: { ...source, maxBody: 100 } });

it.each([
	['no body', Buffer.alloc(0)],
	['a body one byte under the limit', Buffer.alloc(99)],
	['a body exactly at the limit', Buffer.alloc(100)],
])('lets %s pass', async (_, bytes) => {
	expect(await outcomeOf(limitBody(), of(bytes))).toBeUndefined();
});

it.each([
	['one byte over the limit', Buffer.alloc(101), '101 of 100 bytes'],
	['of fewer letters but more bytes than the limit', Buffer.from('é'.repeat(51)), '102 of 100 bytes'],
])('answers 413 to a body %s', async (_, bytes, detail) => {
	expect(await outcomeOf(limitBody(), of(bytes))).toEqual({ status: 413, code: 'body-too-large', detail });
});
