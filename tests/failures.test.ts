import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type FailureCode, failures, problem } from '../src/webhook/failure.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const codes = Object.keys(failures) as FailureCode[];

describe('the table of failures', () => {
	it("is the README's, row for row", () => {
		const [, table = ''] = /<!-- failures[^>]*-->\n([\s\S]*?)<!-- \/failures -->/.exec(readme) ?? [];
		const rows = codes.map((code) => {
			const { status, retry, title } = failures[code];
			return `| \`${code}\` | ${status} | ${retry ? 'yes' : 'no'} | ${title} |`;
		});

		expect(table.trim().split('\n').slice(2)).toEqual(rows);
	});

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
