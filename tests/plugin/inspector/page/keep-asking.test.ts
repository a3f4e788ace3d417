import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { keepAsking } from '../../../../src/plugin/inspector/page/keep-asking.ts';

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
});

/** Answers when it is told to, with how many questions there have been. */
function open(pace = 300) {
	const asked: { readonly answer: () => void; readonly fail: (error: Error) => void; readonly signal: AbortSignal }[] = [];
	const told: unknown[] = [];
	const asker = keepAsking<number>({
		load: (signal) => {
			const { promise, resolve, reject } = Promise.withResolvers<number>();
			const number = asked.length + 1;
			asked.push({ answer: () => resolve(number), fail: reject, signal });
			return promise;
		},
		tell: (outcome) => told.push(outcome),
		pace,
	});
	return { asker, asked, told };
}

describe('asking again after changes', () => {
	it('is one question for many that come at once', async () => {
		const { asker, asked, told } = open();
		asker.now();
		asked[0]?.answer();
		await jest.advanceTimersByTimeAsync(1_000);

		for (let changes = 0; changes < 20; changes += 1) asker.soon();
		await jest.advanceTimersByTimeAsync(299);
		const before = asked.length;
		await jest.advanceTimersByTimeAsync(1);
		asked[1]?.answer();
		await jest.advanceTimersByTimeAsync(0);

		expect([before, asked.length]).toEqual([1, 2]);
		expect(told).toEqual([{ answer: 1 }, { answer: 2 }]);
	});

	it('keeps its pace', async () => {
		const { asker, asked } = open(1_000);
		asker.now();
		asked[0]?.answer();
		await jest.advanceTimersByTimeAsync(100);

		asker.soon();
		await jest.advanceTimersByTimeAsync(899);
		const before = asked.length;
		await jest.advanceTimersByTimeAsync(1);

		expect([before, asked.length]).toEqual([1, 2]);
	});

	it('waits for an answer that is slow, however many changes come meanwhile, and then asks once more', async () => {
		const { asker, asked, told } = open();
		asker.now();

		for (let changes = 0; changes < 20; changes += 1) {
			asker.soon();
			await jest.advanceTimersByTimeAsync(500);
		}
		const before = asked.length;
		asked[0]?.answer();
		await jest.advanceTimersByTimeAsync(300);

		expect([before, asked.length]).toEqual([1, 2]);
		expect(told).toEqual([{ answer: 1 }]);
	});
});

describe('asking now', () => {
	it('drops an answer that is still to come', async () => {
		const { asker, asked, told } = open();
		asker.now();

		asker.now();
		asked[0]?.answer();
		asked[1]?.answer();
		await jest.advanceTimersByTimeAsync(0);

		expect(asked[0]?.signal.aborted).toBe(true);
		expect(told).toEqual([{ answer: 2 }]);
	});

	it('tells what went wrong in a line, and nothing once it was stopped', async () => {
		const { asker, asked, told } = open();
		asker.now();
		asked[0]?.fail(new Error('The local run does not answer.'));
		await jest.advanceTimersByTimeAsync(0);

		asker.now();
		asker.stop();
		asked[1]?.answer();
		await jest.advanceTimersByTimeAsync(1_000);

		expect(told).toEqual([{ problem: 'The local run does not answer.' }]);
	});
});
