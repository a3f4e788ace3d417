import { describe, expect, it } from '@jest/globals';
import type { Exchange } from '../../../src/clouds/exchange.ts';
import { createTokens } from '../../../src/clouds/google/token.ts';
import { identityToken } from './fake-metadata.ts';

type Told = { readonly status?: number; readonly body: string };

function metadata(answer: (path: string) => Told) {
	let time = 0;
	const pass = (millis: number) => {
		time += millis;
	};
	const asked: [string, string, object][] = [];
	const way: Exchange = async (origin, { path, headers }) => {
		asked.push([origin.href, path, headers]);
		const { status = 200, body } = answer(path);
		return { status, headers: {}, body: Buffer.from(body) };
	};
	return {
		...{ asked, pass },
		tokens: (env = {}) => createTokens({ env, way, now: () => time, wait: async () => {} }),
	};
}

const access = (token: string) => ({ body: JSON.stringify({ access_token: token, expires_in: 3600, token_type: 'Bearer' }) });

describe('an access token', () => {
	it('is asked of the metadata server as it wants to be asked, once for many, and kept until two minutes before it ends', async () => {
		let count = 0;
		const { asked, pass, tokens } = metadata(() => access(`t${++count}`));
		const { access: ask } = tokens();

		const first = await Promise.all([ask(), ask(), ask()]);
		pass(3_480_000 - 1);
		const kept = await ask();
		pass(1);
		const renewed = await Promise.all([ask(), ask()]);

		expect([first, kept, renewed]).toEqual([['t1', 't1', 't1'], 't1', ['t2', 't2']]);
		expect(asked[0]).toEqual([
			'http://metadata.google.internal/',
			'/computeMetadata/v1/instance/service-accounts/default/token',
			{ host: 'metadata.google.internal', 'metadata-flavor': 'Google' },
		]);
		expect(asked).toHaveLength(2);
	});

	it('is asked of another host where the environment names one', async () => {
		const { asked, tokens } = metadata(() => access('t'));

		await tokens({ GCE_METADATA_HOST: '127.0.0.1:9' }).access();

		expect(asked[0]?.[0]).toBe('http://127.0.0.1:9/');
	});

	it('that could not be had for a moment is asked for again, and one that was refused is not', async () => {
		const answers: Told[] = [{ status: 503, body: '' }, access('t')];
		const moody = metadata(() => answers.shift() ?? { status: 404, body: '' });
		const { access: ask } = moody.tokens();

		expect(await ask()).toBe('t');
		moody.pass(3_600_000);
		await expect(ask()).rejects.toThrow('metadata: refused (404)');
		await expect(ask()).rejects.toThrow('metadata: refused (404)');
		expect(moody.asked).toHaveLength(4);
	});
});

it('an identity token is asked for by its audience, and kept for it until it ends by what it says itself', async () => {
	const { asked, pass, tokens } = metadata((path) => ({
		body: identityToken(new URL(path, 'http://m').searchParams.get('audience') ?? '', 3_600_000),
	}));
	const { identity } = tokens();
	const one = await identity('https://a.example/f?');

	const same = await identity('https://a.example/f?');
	const other = await identity('https://a.example/g');
	pass(3_480_000);
	await identity('https://a.example/g');

	expect([same === one, other === one]).toEqual([true, false]);
	expect(asked.map(([, path]) => path.replace(/.*\//, ''))).toEqual(
		['f', 'g', 'g'].map((name) => `identity?audience=https%3A%2F%2Fa.example%2F${name}${name === 'f' ? '%3F' : ''}`),
	);
});
