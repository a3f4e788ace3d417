import type { Provider } from '../../src/webhook/provider.ts';
import { contentLimits } from './content-limits.ts';
import { hmacLimit } from './hmac-limits.ts';
import { keyLimit } from './key-limits.ts';
import { hmacBy, jsonOf, type Limit, same } from './limit.ts';
import { jwtLimit, tokenLimit } from './token-limits.ts';

const standardWebhooks =
	(prefix: string, separator: string): Limit =>
	(secret) => {
		const [, form = '', text = secret] = /^((?:v1,)?whsec_)(.+)$/.exec(secret) ?? [];
		const hmac = hmacBy('sha256', Buffer.from(text, form === '' ? 'utf8' : 'base64'));
		return ({ headers, rawBody }) => {
			const made = hmac(`${headers[`${prefix}-id`]}.${headers[`${prefix}-timestamp`]}.`, rawBody);
			const signatures = (headers[`${prefix}-signature`] ?? '').split(separator);
			return signatures.some((each) => same(Buffer.from(each.slice(3), 'base64'), made));
		};
	};

/** The time stands in the body, which has to be read for it. */
const timeInBody =
	(limit: Limit): Limit =>
	(secret, signed) => {
		const check = limit(secret, signed);
		return (delivery) => check(delivery) && Math.abs(delivery.receivedAt - jsonOf(delivery).webhookTimestamp) < 60_000;
	};

export function limitOf({ id, scheme }: Provider): Limit {
	const [header = ''] = scheme.credentials;
	const own = contentLimits[id] ?? keyLimit(id) ?? tokenLimit(id) ?? jwtLimit(id);
	if (own !== undefined) return own;
	if (scheme.name === 'standard-webhooks') return standardWebhooks(header.replace('-signature', ''), id === 'supabase' ? ', ' : ' ');
	return id === 'linear' ? timeInBody(hmacLimit(id, header)) : hmacLimit(id, header);
}
