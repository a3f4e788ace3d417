import { expect, it } from '@jest/globals';
import { createLog } from '../../../src/clouds/azure/create-log.ts';

const lines: [string, string][] = [];
let name = 'stripe';
const log = createLog(
	() => ({ 'service.name': 'shop', 'faas.name': name }),
	(...line) => lines.push(line),
);

it.each(['info', 'warn', 'error'] as const)(
	'%s writes one line of JSON with its level, its fields and whose it is at that time',
	(level) => {
		lines.length = 0;

		log[level]('delivery refused', { code: 'signature-invalid', status: 401, absent: undefined });
		name = 'ledger';
		log[level]('attempt done');
		name = 'stripe';

		expect(lines.map(([line, at]) => [JSON.parse(line), at])).toEqual([
			[
				{
					timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
					level: level.toUpperCase(),
					message: 'delivery refused',
					'service.name': 'shop',
					'faas.name': 'stripe',
					code: 'signature-invalid',
					status: 401,
				},
				level,
			],
			[expect.objectContaining({ message: 'attempt done', 'faas.name': 'ledger' }), level],
		]);
	},
);

it.each(['a\nb', '\u001b[31m', '\u007f', '\u0085', '\u009b', '\u2028', '\u202e', '\u0000', '\ud800'])(
	'%j begins no line of its own and steers no terminal',
	(text) => {
		lines.length = 0;

		log.info(text, { detail: text });

		const [[line] = ['']] = lines;
		expect(line).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}]+$/u);
		expect(JSON.parse(line)).toMatchObject({ message: text, detail: text });
	},
);
