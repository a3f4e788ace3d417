import { createHmac } from 'node:crypto';
import { secret } from './probe-service.ts';
import type { RawRequest } from './raw-request.ts';

export type Case = {
	/** The function whose URL it goes to. */
	readonly to: 'echo' | 'probe' | 'dropbox' | 'reply';
	readonly request: RawRequest;
	/** Sent so many times, one after the other; each has the same answer. */
	readonly times?: number;
};

type Headers = RawRequest['headers'];

export const bytes = (text: string) => Buffer.from(text);
export const type = (value: string): NonNullable<Headers> => [['Content-Type', value]];
export const json = type('application/json');

export const echoed = (body?: Buffer, headers: Headers = [], more: Partial<RawRequest> = {}): Case => ({
	to: 'echo',
	request: { target: '/webhooks/echo', headers, ...(body && { body }), ...more },
});

export const signed = (to: 'probe' | 'reply', body: Buffer, headers: Headers, secretUsed = secret): Case => ({
	to,
	request: {
		target: to === 'probe' ? '/webhooks/probe' : '/webhooks/probe/reply',
		headers: [...(headers ?? []), ['X-Signature', createHmac('sha256', secretUsed).update(body).digest('hex')]],
		body,
	},
});

export const event = (id: string, body: Buffer, headers: Headers = json) =>
	signed('probe', body, [...(headers ?? []), ['X-Id', id], ['X-Type', 'kept']]);
export const replied = (id: string, reply: unknown): Case =>
	signed('reply', bytes(JSON.stringify({ reply })), [...json, ['X-Id', id], ['X-Type', 'reply']]);

export function withHeader(one: Case, header: readonly [string, string]): Case {
	return { ...one, request: { ...one.request, headers: [...(one.request.headers ?? []), header] } };
}

/** No letters in UTF-8. */
export const invalid = Buffer.from([0x7b, 0x22, 0xff, 0xc3, 0x28, 0x22, 0x7d]);
