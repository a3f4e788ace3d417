import type { Reply } from './reply.ts';

type Row = { readonly status: number; readonly retry: boolean; readonly title: string };

/** Every way in which a delivery is not accepted. `retry`: sending it again may help, and the reply says after how many seconds. */
export const failures = {
	'source-unknown': { status: 404, retry: false, title: 'No source receives deliveries at this URL.' },
	'method-not-allowed': { status: 405, retry: false, title: 'Deliveries are sent with POST.' },
	'body-too-large': { status: 413, retry: false, title: "The body is over the source's limit." },
	'address-not-allowed': { status: 403, retry: false, title: 'The source does not take deliveries from this address.' },
	'credentials-invalid': { status: 401, retry: false, title: 'The credentials that the source asks for are missing or wrong.' },
	'signature-invalid': { status: 401, retry: false, title: 'The signature is missing, malformed, out of time or wrong.' },
	'handshake-refused': { status: 403, retry: false, title: 'The set-up question is not one that is answered.' },
	'handshake-unfinished': { status: 503, retry: true, title: 'The set-up question can not be answered at the moment.' },
	'secret-unusable': { status: 503, retry: true, title: 'The receiver can not verify deliveries at the moment.' },
	'content-type-unsupported': { status: 415, retry: false, title: 'The provider does not send this content type.' },
	'body-unredactable': { status: 415, retry: false, title: 'The body is authentic, but of a content type that can not be redacted.' },
	'body-malformed': { status: 400, retry: false, title: 'The body is authentic, but not well-formed.' },
	'event-unidentified': { status: 400, retry: false, title: 'The body is authentic, but holds no event with an id and a type.' },
	'payload-mismatch': { status: 422, retry: false, title: 'The event is authentic, but does not fit what its function takes.' },
	'event-dead': { status: 422, retry: false, title: 'The function failed for this event too often and is not tried again.' },
	'function-failed': { status: 500, retry: true, title: 'The function failed for this event.' },
	'function-busy': { status: 503, retry: true, title: 'The function is still running for this event.' },
	'store-unavailable': { status: 503, retry: true, title: 'The event could not be stored or queued.' },
	'internal-error': { status: 500, retry: true, title: 'Something unexpected went wrong.' },
} as const satisfies Record<string, Row>;

export type FailureCode = keyof typeof failures;

const retryAfterSeconds = 5;

/** The reply to a failure: RFC 9457 problem details with a code and the request's id, and nothing of the body, the secret or the stack. */
export function problem(code: FailureCode, requestId: string, headers: Reply['headers'] = {}): Reply {
	const { status, title, retry } = failures[code];
	return {
		status,
		headers: {
			'content-type': 'application/problem+json',
			...(retry && { 'retry-after': String(retryAfterSeconds) }),
			...headers,
		},
		body: JSON.stringify({ type: `urn:hookport:problem:${code}`, title, status, code, requestId }),
	};
}
