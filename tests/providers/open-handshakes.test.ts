import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Handshake, Question } from '../../src/webhook/handshake.ts';
import type { Provider } from '../../src/webhook/provider.ts';
import { delivery, deliveryOf, described, samplesOf } from './deliveries.ts';

const secrets = ['a-secret-of-the-source', 'the-one-before'];
const cases = described.flatMap((provider) =>
	(provider.handshakes ?? []).map((handshake) => [provider.id, handshake.title, provider, handshake] as const),
);
const open = cases.filter(([, , , { signed }]) => !signed);

/** What a stranger may send, in the places where questions are. */
const text = fc.oneof(
	fc.string(),
	fc.constantFrom('<script>alert(1)</script>', '{"id":"evt_1"}', 'a\r\nset-cookie: b=1', '\u0000', 'é'.repeat(2_000)),
);
const names = ['challenge', 'token', 'x-hook-secret', 'verification_token', 'type', 'event', 'payload', 'plainToken', 'subscription'];
const body = fc.dictionary(fc.constantFrom(...names), fc.oneof(text, fc.dictionary(fc.constantFrom(...names), text)));

type Given = { readonly query: string; readonly header: string; readonly body: unknown };

function questionOf({ parameter, method }: Handshake, { query, header, body: value }: Given): Question {
	const asking = parameter === undefined ? query : `${encodeURIComponent(parameter)}=${encodeURIComponent(query)}`;
	const telling = ['x-hook-secret', 'validation-token', 'webhook-request-origin', 'content-type'];
	const headers = Object.fromEntries(telling.map((name) => [name, header]));
	return { delivery: { ...delivery(JSON.stringify(value), headers, asking), method }, body: value, secrets };
}

describe.each(open)('%s, asked by anybody: %s', (_, __, ___, handshake) => {
	it('sends nothing back that a browser could take for a page, nothing long, and no line break in a header', () => {
		fc.assert(
			fc.property(text, text, body, (query, header, value) => {
				const answer = handshake.answer(questionOf(handshake, { query: query.toWellFormed(), header, body: value }));
				if (answer === undefined || !('reply' in answer)) return;
				const { headers, body: sent } = answer.reply;
				expect(['', 'text/plain; charset=utf-8', 'application/json']).toContain(headers['content-type'] ?? '');
				expect(Object.values(headers).filter((each) => /[\r\n]/.test(each))).toEqual([]);
				expect(sent.length).toBeLessThan(1_200);
				if (headers['content-type'] === 'text/plain; charset=utf-8') expect(sent).not.toContain('<');
			}),
		);
	});
});

const computed = open.filter(([, , , { needs }]) => needs === 'WEBHOOK_SECRET');

describe.each(computed)('%s, computed with the secret for anybody: %s', (_, __, provider, handshake) => {
	it.each(forgeries(provider))('makes no signature of %s', (_what, token) => {
		const { parameter = '' } = handshake;
		const query = `${encodeURIComponent(parameter)}=${encodeURIComponent(token)}`;

		const answer = handshake.answer({ delivery: { ...delivery('', {}, query), method: 'GET' }, body: undefined, secrets });

		expect(answer).toEqual({ refused: expect.stringContaining(parameter) });
	});
});

/** What would be a delivery if somebody had its signature. */
function forgeries(provider: Provider): readonly (readonly [string, string])[] {
	const bodies = samplesOf(provider).map((sample) => [`the body of ${sample.type}`, deliveryOf(sample).rawBody.toString()] as const);
	const timed = bodies.map(([what, sent]) => [`${what}, after a time`, `v0:1700000000:${sent}`] as const);
	return [
		...bodies,
		...timed,
		['an empty object', '{}'],
		['an empty list', '[]'],
		['a form', 'a=1&b=2'],
		['a text', '"text"'],
		['nothing', ''],
	];
}

it('no question has a title that the page of providers could not show', () => {
	expect(cases.filter(([, title]) => title.trim() === '' || /[|\n]/.test(title))).toEqual([]);
});
