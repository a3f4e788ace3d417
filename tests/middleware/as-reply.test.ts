import { expect, it } from '@jest/globals';
import { asReply } from '../../src/middleware/as-reply.ts';

const json = { 'content-type': 'application/json' };

it.each([
	['nothing', undefined, { status: 200, headers: {}, body: '' }],
	['null', null, { status: 200, headers: {}, body: '' }],
	['text', 'hi', { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'hi' }],
	['empty text', '', { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: '' }],
	['an object', { a: 1 }, { status: 200, headers: json, body: '{"a":1}' }],
	['a list', [1], { status: 200, headers: json, body: '[1]' }],
	['false', false, { status: 200, headers: json, body: 'false' }],
	['zero', 0, { status: 200, headers: json, body: '0' }],
	['a reply', { status: 201, headers: { a: 'b' }, body: 'x' }, { status: 201, headers: { a: 'b' }, body: 'x' }],
	['a value that has a status', { status: 'paid' }, { status: 200, headers: json, body: '{"status":"paid"}' }],
])('makes a reply of %s', (_, returned, reply) => {
	expect(asReply(returned)).toEqual(reply);
});
