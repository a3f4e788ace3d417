import { expect, it } from '@jest/globals';
import { createLog } from '../../../src/clouds/google/create-log.ts';

const lines: string[] = [];
const log = createLog({ 'service.name': 'shop', 'faas.name': 'stripe' }, { project: 'p', write: (line) => lines.push(line) });

it.each([
	['info', 'INFO'],
	['warn', 'WARNING'],
	['error', 'ERROR'],
] as const)(
	'%s writes one line of JSON with severity %s, its fields, whose it is, and its trace as Cloud Logging knows it',
	(level, severity) => {
		lines.length = 0;

		log[level]('delivery refused', { code: 'signature-invalid', status: 401, absent: undefined, trace_id: 'abc' });
		log[level]('no trace');

		const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
		const whose = { severity, time, 'service.name': 'shop', 'faas.name': 'stripe' };
		expect(lines.map((line) => JSON.parse(line))).toEqual([
			{
				...whose,
				message: 'delivery refused',
				code: 'signature-invalid',
				status: 401,
				trace_id: 'abc',
				'logging.googleapis.com/trace': 'projects/p/traces/abc',
			},
			{ ...whose, message: 'no trace' },
		]);
	},
);

it.each(['a\nb', '\u001b[31m', '\u2028', '\u202e', '\ud800'])('%j begins no line of its own and steers no terminal', (text) => {
	lines.length = 0;

	log.info(text, { detail: text });

	const [line = ''] = lines;
	expect(line.slice(0, -1)).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]+$/u);
	expect(JSON.parse(line)).toMatchObject({ message: text, detail: text });
});
