import { describe, expect, it } from '@jest/globals';
import { retell } from '../../src/providers/retell.ts';
import { delivery } from './deliveries.ts';

const identify = (body: object) => retell.identify(body, delivery(JSON.stringify(body)));

it('takes what a call has once for one event, and tells its updates apart', () => {
	const ended = { event: 'call_ended', call: { call_id: 'c-1' } };
	const updates = [1, 2].map((turn) => ({ event: 'transcript_updated', call: { call_id: 'c-1', turn } }));

	expect(identify(ended)).toEqual([{ id: 'call_ended.c-1', type: 'call_ended', payload: { call_id: 'c-1' } }]);
	expect(new Set(updates.map((body) => identify(body)[0]?.id)).size).toBe(2);
});

describe('its signature, where the time follows the body', () => {
	const { scheme } = retell;
	const { signing, verifying } = scheme.generate();
	const signed = scheme.sign(delivery('{"event":"call_ended","turn":1}1'), signing);
	const [, time = '', digest = ''] = /^v=(\d+),d=(.+)$/.exec(signed.headers['x-retell-signature'] ?? '') ?? [];
	const moved = (rawBody: string, text: string) => ({
		...signed,
		rawBody: Buffer.from(rawBody),
		headers: { ...signed.headers, 'x-retell-signature': `v=${text},d=${digest}` },
	});

	it('is refused with a digit moved from one to the other, although the same bytes are signed', () => {
		const body = signed.rawBody.toString();

		expect(scheme.verify(moved(body, time), [verifying]).valid).toBe(true);
		expect(scheme.verify(moved(body.slice(0, -1), `1${time}`), [verifying])).toEqual({ valid: false, reason: 'timestamp-future' });
		expect(scheme.verify(moved(body + time.slice(0, 1), time.slice(1)), [verifying]).valid).toBe(false);
	});
});
