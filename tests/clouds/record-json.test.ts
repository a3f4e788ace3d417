import { expect, it } from '@jest/globals';
import { decodeRecord, encodeRecord } from '../../src/clouds/record-json.ts';
import { sampleRecord, sampleRun } from '../ports/sample-record.ts';

it.each([
	['as it comes', sampleRecord()],
	['with every byte in its body', sampleRecord({ body: Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)) })],
	['without a body', sampleRecord({ body: Buffer.alloc(0) })],
	['whose bytes are in blobs', sampleRecord({ body: { blob: 'stripe/0a1b' }, sealed: true })],
	['with text that is no Unicode', sampleRecord({ id: '\ud800', type: '\u0000', query: '\ufffd\u2028é' })],
	['with all that may be there', sampleRecord({ unsigned: ['id'], secret: 'previous', reason: 'r', eraseAt: 1, forgottenAt: 2, index: 3 })],
	[
		'whose functions are named like what every object has',
		sampleRecord({ functions: JSON.parse(JSON.stringify({ constructor: sampleRun(), toString: sampleRun({ dueAt: 0.5 }) })) }),
	],
])('a record %s comes back as it was', (_, record) => {
	expect(decodeRecord(encodeRecord(record))).toEqual(record);
});
