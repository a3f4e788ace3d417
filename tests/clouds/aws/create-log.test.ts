import { expect, it } from '@jest/globals';
import { createLog } from '../../../src/clouds/aws/create-log.ts';

const lines: string[] = [];
const log = createLog({ 'service.name': 'shop', 'faas.name': 'stripe' }, (line) => lines.push(line));

it.each(['info', 'warn', 'error'] as const)('%s writes one line of JSON with its level, its fields and whose it is', (level) => {
	lines.length = 0;

	log[level]('delivery refused', { code: 'signature-invalid', status: 401, absent: undefined });

	expect(lines.map((line) => JSON.parse(line))).toEqual([
		{
			timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
			level: level.toUpperCase(),
			message: 'delivery refused',
			'service.name': 'shop',
			'faas.name': 'stripe',
			code: 'signature-invalid',
			status: 401,
		},
	]);
});

it.each(['a\nb', '\u001b[31m', '\u007f', '\u0085', '\u009b', '\u2028', '\u202e', '\u0000', '\ud800'])(
	'%j begins no line of its own and steers no terminal',
	(text) => {
		lines.length = 0;

		log.info(text, { detail: text });

		const [line = ''] = lines;
		expect(line.slice(0, -1)).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]+$/u);
		expect(JSON.parse(line)).toMatchObject({ message: text, detail: text });
	},
);
