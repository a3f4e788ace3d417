import { describe, expect, it } from '@jest/globals';
import { showProgress } from '../../../src/plugin/commands/show-progress.ts';

/** What was written for these, each so many milliseconds after the one before. */
function written(isTTY: boolean, steps: readonly (readonly [done: number, after: number])[]): readonly string[] {
	let now = 1_000_000;
	const texts: string[] = [];
	const { show, clear } = showProgress(100, { isTTY, write: (text) => texts.push(text) }, () => now);
	for (const [done, after] of steps) {
		now += after;
		show(done);
	}
	clear();
	return texts;
}

describe('progress', () => {
	it('given a terminal → one line that is redrawn, not too often, and goes in the end', () => {
		const texts = written(true, [
			[0, 0],
			[10, 50],
			[50, 60],
			[100, 1],
		]);

		expect(texts).toEqual([
			`\r[${'.'.repeat(30)}] 0 of 100`,
			`\r[${'#'.repeat(15)}${'.'.repeat(15)}] 50 of 100`,
			`\r[${'#'.repeat(30)}] 100 of 100`,
			'\r\u001b[K',
		]);
	});

	it('given no terminal → a line every ten seconds and at the end, with nothing that steers one', () => {
		const texts = written(false, [
			[1, 1],
			[40, 10_000],
			[60, 9_000],
			[100, 1],
		]);

		expect(texts).toEqual(['40 of 100\n', '100 of 100\n']);
	});
});
