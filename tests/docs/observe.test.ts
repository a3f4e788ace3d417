import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { logAttempt } from '../../src/middleware/log-attempt.ts';
import { logDelivery } from '../../src/middleware/log-delivery.ts';
import { problem } from '../../src/webhook/failure.ts';
import { measured } from '../../src/webhook/metric.ts';
import { keep, noonPlatform, take } from '../middleware/assignment.ts';
import { verifiedPassage } from '../middleware/passage.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/observe.md'), 'utf8');
const rows = page.split('\n').flatMap((line) =>
	line.startsWith('| `')
		? [
				line
					.split('|')
					.slice(1, -1)
					.map((cell) => cell.trim()),
			]
		: [],
);
const names = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

let on: ReturnType<typeof noonPlatform>;
beforeEach(() => {
	on = noonPlatform();
});
afterEach(() => on.close());

const fieldsOf = () => Object.keys(JSON.parse(on.lines[0]?.replace(/^[^{]*/, '') ?? '{}'));
const told = (column: number) => rows.filter((cells) => cells.length === 4 && cells[column] === 'yes').flatMap(([cell]) => names(cell));

describe('the page on what can be observed', () => {
	it('has every field of the line of a delivery', () => {
		const refusal = { code: 'signature-invalid', detail: 'signature-mismatch' } as const;
		const diagnosis = { code: 'secret-retired', hint: 'a retired secret fits' } as const;

		logDelivery(
			{ ...verifiedPassage(), events: [{ id: 'a', type: 'b', payload: {} }], refusal, diagnosis },
			problem('signature-invalid', ''),
			on,
		);

		expect(fieldsOf().sort()).toEqual([...told(1)].sort());
	});

	it('has every field of the line of an attempt', async () => {
		await keep(on);

		await logAttempt(async () => ({ ending: 'dead', mismatch: false }), on)({ ...(await take(on)), failure: 'failed 3 times' });

		expect(fieldsOf().sort()).toEqual([...told(2)].sort());
	});

	it('has every metric, its unit and its dimensions', () => {
		const table = rows.slice(rows.findIndex(([cell]) => cell === '`received`'));

		expect(table.map(([name, unit, by]) => [names(name)[0], unit, by?.split('; ').map(names)])).toEqual(
			Object.entries(measured).map(([name, { unit, dimensions }]) => [name, unit, dimensions]),
		);
	});
});
