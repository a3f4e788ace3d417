import { describe, expect, it } from '@jest/globals';
import type { Ask } from '../../src/clouds/ask-outside.ts';
import { createOutside } from '../../src/clouds/outside.ts';

const minute = 60_000;
const url = 'https://sender.example/keys';

function outside(answer: (url: string, post: unknown) => string = () => 'key-1') {
	let now = 1_800_000_000_000;
	const asked: (readonly [string, unknown])[] = [];
	const ask: Ask = async (each, post) => {
		asked.push([each, post]);
		return answer(each, post);
	};
	const pass = (millis: number) => {
		now += millis;
	};
	return { ...createOutside({ now: () => now, ask }), asked, pass };
}

describe('what stands at a URL of a sender', () => {
	it('is asked for once an hour', async () => {
		const { read, asked, pass } = outside();

		await read({ url });
		pass(60 * minute - 1);
		expect(await read({ url })).toBe('key-1');
		expect(asked).toHaveLength(1);
		pass(1);
		await read({ url });
		expect(asked).toHaveLength(2);
	});

	it('is asked for once, by however many at the same time', async () => {
		const { read, asked } = outside();

		await Promise.all([read({ url }), read({ url }), read({ url })]);

		expect(asked).toHaveLength(1);
	});

	it('is another for another URL, and for another post', async () => {
		const { read, asked } = outside((each, post) => `${each} ${JSON.stringify(post)}`);

		const texts = [
			await read({ url }),
			await read({ url, post: { key_id: 'a' } }),
			await read({ url, post: { key_id: 'b' } }),
			await read({ url: `${url}2` }),
		];

		expect(new Set(texts).size).toBe(4);
		expect(asked).toHaveLength(4);
	});

	it('is read anew where the key that is looked for is not in it, once a minute at most', async () => {
		let text = 'key-1';
		const { read, asked, pass } = outside(() => text);

		await read({ url, holding: 'key-1' });
		text = 'key-1 key-2';
		expect(await read({ url, holding: 'key-2' })).toBe('key-1');
		pass(minute - 1);
		expect(await read({ url, holding: 'key-2' })).toBe('key-1');
		expect(asked).toHaveLength(1);
		pass(1);
		expect(await read({ url, holding: 'key-2' })).toBe('key-1 key-2');
		expect(await read({ url, holding: 'key-3' })).toBe('key-1 key-2');
		expect(asked).toHaveLength(2);
	});

	it('that could not be had is asked for again after a minute, and not before', async () => {
		let fails = true;
		const { read, asked, pass } = outside(() => {
			if (fails) throw new Error('down');
			return 'key-1';
		});

		await expect(read({ url })).rejects.toThrow('down');
		fails = false;
		await expect(read({ url })).rejects.toThrow('down');
		expect(asked).toHaveLength(1);
		pass(minute);
		expect(await read({ url })).toBe('key-1');
	});

	it('is asked for 30 times a minute at most, visits too, whatever the URLs are', async () => {
		const { read, visit, asked, pass } = outside();
		for (let at = 0; at < 29; at++) await read({ url: `${url}${at}` });
		await visit(url);

		await expect(read({ url: `${url}30` })).rejects.toThrow('too much');
		await expect(visit(url)).rejects.toThrow('too much');
		expect(await read({ url: `${url}0` })).toBe('key-1');
		expect(asked).toHaveLength(30);
		pass(minute);
		await visit(url);
		expect(asked).toHaveLength(31);
	});

	it('is read anew although strangers have so many others asked for that no more are', async () => {
		let text = 'key-1';
		const { read, pass } = outside(() => text);
		await read({ url });
		pass(60 * minute);
		for (let at = 0; at < 30; at++) await read({ url: `${url}${at}` });
		text = 'key-2';

		expect(await read({ url })).toBe('key-2');
		await expect(read({ url: `${url}30` })).rejects.toThrow('too much');
	});

	it('is kept although a stranger has others asked for that there are not', async () => {
		const { read, asked, pass } = outside((each) => {
			if (each !== url) throw new Error('no such key');
			return 'key-1';
		});
		await read({ url });
		for (let at = 0; at < 100; at++) {
			await read({ url: `${url}${at}` }).catch(() => {});
			pass(2_500);
		}
		const before = asked.length;

		expect(await read({ url })).toBe('key-1');
		expect(asked).toHaveLength(before);
	});
});
