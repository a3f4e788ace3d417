import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { askYes } from '../../../src/plugin/commands/ask-yes.ts';

/** What is asked, of somebody who gives this answer. */
async function ask(answer: string | Buffer) {
	const input = new PassThrough();
	const written: string[] = [];
	const asked = askYes('Erase it?', { input, write: (text) => written.push(text) });
	input.end(answer);
	return { yes: await asked, written };
}

describe('a question', () => {
	it.each(['yes', 'yes\n', 'YES\r\n', 'y\n', ' yes \n', '\ufeffyes\r\n', 'yes\nno\n'])('given %j → yes', async (answer) => {
		expect(await ask(answer)).toEqual({ yes: true, written: ['Erase it? (yes/no): '] });
	});

	it.each(['', '\n', 'no\n', 'n', 'yesterday\n', 'ye', '\nyes\n'])('given %j → no', async (answer) => {
		expect((await ask(answer)).yes).toBe(false);
	});
});
