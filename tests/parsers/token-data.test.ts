import { describe, expect, it } from '@jest/globals';
import { tokenData } from '../../src/parsers/token-data.ts';
import { MalformedBody } from '../../src/webhook/provider.ts';
import { verified } from '../../src/webhook/verified.ts';
import { delivery } from '../local-platform.ts';

const parse = async (rawBody: string) => await tokenData(verified(delivery({ rawBody: Buffer.from(rawBody) })));
const token = (payload: string) => `e30.${Buffer.from(payload).toString('base64url')}.sig`;
const holding = (data: unknown) => token(JSON.stringify({ data }));

describe('a body that is a token', () => {
	it('is the JSON in its data, and in the data and the identity of that', async () => {
		const event = { eventType: 't', instanceId: 'i', data: '{"id":"1"}', identity: '{"memberId":"m"}' };

		expect(await parse(holding(JSON.stringify(event)))).toEqual({ ...event, data: { id: '1' }, identity: { memberId: 'm' } });
	});

	it.each([
		['no token', 'text'],
		['no JSON in it', token('{')],
		['a list in it', token('[]')],
		['no data in it', token('{}')],
		['data that is no text', holding({ eventType: 't' })],
		['data that is no JSON', holding('t')],
		['data that is no object', holding('"t"')],
		['no data within', holding('{"eventType":"t"}')],
		['data within that is no JSON', holding('{"eventType":"t","data":"t"}')],
		['bytes that are no UTF-8 in it', `e30.${Buffer.from([0x22, 0xff, 0x22]).toString('base64url')}.sig`],
	])('with %s is malformed', async (_, body) => {
		const parsing = parse(body);

		await expect(parsing).rejects.toThrow();
		await expect(parsing).rejects.not.toThrow(TypeError);
	});

	it('with no data is malformed by its own error', async () => {
		await expect(parse(token('{}'))).rejects.toThrow(MalformedBody);
	});
});
