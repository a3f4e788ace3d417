import { type FailureCode, problem } from '../../src/webhook/failure.ts';
import { type DeliveryName, deliveries } from './deliveries.ts';
import { sentAs, type Verdict } from './verdict.ts';

const refused = (status: number, code: FailureCode, more: Verdict['headers'] = {}): Verdict => {
	const { headers, body } = problem(code, '<id>', more);
	return { status, headers: { ...headers }, body };
};
const accepted: Verdict = { status: 200, headers: {}, body: '' };
const nowhere = refused(404, 'source-unknown');
const malformed = refused(400, 'body-malformed');
const untyped = refused(415, 'content-type-unsupported');
const unproved = refused(401, 'signature-invalid');
const notPosted = refused(405, 'method-not-allowed', { allow: 'POST' });
const textPlain = { 'content-type': 'text/plain; charset=utf-8' };

/** What is not simply accepted, or not seen as it was sent. */
const others: Partial<Record<DeliveryName, Verdict>> = {
	'a path that is encoded for no need': nowhere,
	'a path with odd encoding': nowhere,
	'a path with a slash at its end': nowhere,
	'a path in capitals': nowhere,
	'a path with dots': nowhere,
	'a path that nobody has': nowhere,
	'/favicon.ico': nowhere,
	'/robots.txt': nowhere,
	'an event in UTF-8 with a byte order mark': malformed,
	'a signed body that is malformed': malformed,
	'a signed body that is not UTF-8': malformed,
	'a signed empty body': malformed,
	'a signed body of a type that the provider does not send': untyped,
	'a signed body without content type': untyped,
	'a signed body with no id and no type': refused(400, 'event-unidentified'),
	'a body over the limit': refused(413, 'body-too-large'),
	'a wrong signature': unproved,
	'no signature': unproved,
	'a signature twice': unproved,
	'a GET where deliveries go': notPosted,
	'a HEAD where deliveries go': { ...notPosted, body: '' },
	'a PUT where deliveries go': notPosted,
	'an OPTIONS where deliveries go': notPosted,
	'a handshake by GET': { status: 200, headers: { ...textPlain, 'x-content-type-options': 'nosniff' }, body: 'a b+c' },
	'a reply with headers and a cookie': {
		status: 202,
		headers: { 'content-type': 'text/x-own', 'set-cookie': 'a=1; Path=/; HttpOnly', 'x-own': 'a, b' },
		body: 'own',
	},
	'a reply of 204': { status: 204, headers: { 'x-own': '1' }, body: '' },
	'a reply that is a text': { status: 200, headers: textPlain, body: 'Zoë \u{1f600} \u0000 \u00ff' },
	'a reply that is a value': { status: 200, headers: { 'content-type': 'application/json' }, body: '{"a":[1,"é"]}' },
	'a reply with a body and no content type': { status: 200, headers: {}, body: 'bare' },
	'a reply with no body and a content type': { status: 200, headers: { 'content-type': 'text/plain' }, body: '' },
	'a reply of 302': { status: 302, headers: { location: 'https://example.com/' }, body: '' },
	'a reply twice': { status: 200, headers: { 'x-own': 'kept' }, body: 'once' },
	'a function that fails': refused(500, 'function-failed'),
	'a payload that does not fit': refused(422, 'payload-mismatch'),
};

/** The verdict of a cloud that adds nothing of its own. */
export function expected(name: DeliveryName, adds: readonly string[]): Verdict {
	const { to, request } = deliveries[name];
	return others[name] ?? (to === 'echo' ? { ...accepted, seen: sentAs(request, adds) } : accepted);
}
