import { PassThrough } from 'node:stream';
import { expect, it } from '@jest/globals';
import { isPiped } from '../../../src/plugin/commands/is-piped.ts';

const input = (isTTY: boolean) => Object.assign(new PassThrough(), { isTTY });

it.each([
	['a value comes', (pipe: PassThrough) => pipe.end('whsec'), true],
	['it ends without one', (pipe: PassThrough) => pipe.end(), false],
	['it breaks', (pipe: PassThrough) => pipe.destroy(new Error('EPIPE')), false],
])('given a pipe of which %s', async (_given, act, expected) => {
	const pipe = input(false);
	const asked = isPiped(pipe, 60_000);

	act(pipe);

	expect([await asked, pipe.listenerCount('data'), pipe.listenerCount('end')]).toEqual([expected, 0, expect.any(Number)]);
});

it('given a pipe that stays open and silent → nothing is piped, after a while', async () => {
	const pipe = input(false);

	expect([await isPiped(pipe, 20), pipe.listenerCount('data'), pipe.isPaused()]).toEqual([false, 0, true]);
});

it('given a terminal → it is not read', async () => {
	const terminal = input(true);
	terminal.write('typed');

	expect([await isPiped(terminal), terminal.read()?.toString()]).toEqual([false, 'typed']);
});
