import { describe, expect, it } from '@jest/globals';
import { type FailureCode, failures, problem } from '../src/webhook/failure.ts';

const codes = Object.keys(failures) as FailureCode[];

describe('the table of failures', () => {
	it.each(codes)('%s is answered as problem details, and asks for another try only where that may help', (code) => {
		const { status, headers, body } = problem(code, 'request-1');

		expect([status, headers['content-type']]).toEqual([failures[code].status, 'application/problem+json']);
		expect(JSON.parse(body)).toEqual({
			type: `urn:hookport:problem:${code}`,
			title: failures[code].title,
			status,
			code,
			requestId: 'request-1',
		});
		expect(headers['retry-after'] !== undefined).toBe(failures[code].retry);
	});

	it('asks for another try with every 5xx, and never with a 4xx', () => {
		for (const { status, retry } of Object.values(failures)) expect(retry).toBe(status >= 500);
	});
});
