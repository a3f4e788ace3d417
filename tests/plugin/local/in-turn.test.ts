import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { inTurn } from '../../../src/plugin/local/in-turn.ts';

describe('work in turn', () => {
	it('given a change while it runs → it runs once more after that, and for all who asked meanwhile together', async () => {
		let text = 'a';
		const built: string[] = [];
		const build = inTurn(async () => {
			const read = text;
			await setTimeout(5);
			built.push(read);
			return read;
		});

		const first = build();
		await setTimeout(1);
		text = 'b';
		const others = [build(), build()];

		expect(await Promise.all([first, ...others])).toEqual(['a', 'b', 'b']);
		expect(built).toEqual(['a', 'b']);
	});

	it('given a run that fails → whoever asked for it is told, and the next one runs', async () => {
		const results = [() => Promise.reject(new Error('a brace is missing')), () => Promise.resolve('built')];
		const build = inTurn<string>(async () => await (results.shift()?.() ?? ''));

		const first = build().catch((error: Error) => error.message);
		await setTimeout(1);
		const second = build();

		expect([await first, await second]).toEqual(['a brace is missing', 'built']);
	});
});
