import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { askSecret } from '../../../src/plugin/commands/ask-secret.ts';

/** A terminal that remembers whether it echoes, or a pipe. */
function input(isTTY: boolean) {
	const modes: boolean[] = [];
	const stream = Object.assign(new PassThrough(), {
		isTTY,
		setRawMode: (raw: boolean) => {
			modes.push(raw);
			return stream as never;
		},
	});
	return { stream: stream as never, send: (keys: string | Buffer) => stream.write(keys), end: () => stream.end(), modes };
}

describe('the value of a secret', () => {
	it.each([
		['canary\n', 'canary'],
		['canary\r\n', 'canary'],
		['canary', 'canary'],
		['\ufeffcanary\r\n', 'canary'],
		['two\nlines\n', 'two\nlines'],
		['', ''],
	])('given %j from a pipe → %j', async (text, value) => {
		const pipe = input(false);
		const asked = askSecret('NAME', { input: pipe.stream, write: () => {} });
		pipe.send(Buffer.from(text));
		pipe.end();

		expect(await asked).toBe(value);
	});

	it.each([
		[['canary', '\r'], 'canary'],
		[['can', 'x\u007f', 'ary\n', 'ignored'], 'canary'],
		[['\u0004'], ''],
	])('given keys %j at a terminal → the value, of which nothing is written', async (keys, value) => {
		const terminal = input(true);
		const written: string[] = [];
		const asked = askSecret('NAME', { input: terminal.stream, write: (text) => written.push(text) });
		for (const key of keys) terminal.send(key);

		expect(await asked).toBe(value);
		expect(written).toEqual(['NAME (it does not show): ', '\n']);
		expect(terminal.modes).toEqual([true, false]);
	});

	it('given Ctrl-C → nothing is set, and the terminal is as before', async () => {
		const terminal = input(true);
		const asked = askSecret('NAME', { input: terminal.stream, write: () => {} });
		terminal.send('can\u0003');

		await expect(asked).rejects.toMatchObject({ name: 'Mistake', message: 'Nothing was set.' });
		expect(terminal.modes).toEqual([true, false]);
	});
});
