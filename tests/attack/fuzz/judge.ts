import type { Delivery } from '../../../src/webhook/delivery.ts';
import { type FailureCode, failures } from '../../../src/webhook/failure.ts';
import type { Reply } from '../../../src/webhook/reply.ts';
import type { Input } from './make-input.ts';
import { sameProof } from './same-proof.ts';
import type { Target } from './targets.ts';

/** Codes of deliveries that nobody has proved; none of them may touch the store. */
const unproved = new Set<string>(['signature-invalid', 'method-not-allowed', 'body-too-large']);
const proved = new Set<string>(['content-type-unsupported', 'body-malformed', 'event-unidentified']);

export type Outcome = { readonly reply: Reply; readonly steps: number };

/** What is wrong with how a delivery was answered; `undefined` when nothing is. */
export function judge(input: Input, sent: Delivery, { reply, steps }: Outcome): string | undefined {
	const code = codeOf(reply);
	if (code === undefined && (reply.status < 200 || reply.status > 299)) return `the reply ${reply.status} is in no table`;
	if (code !== undefined && !unproved.has(code) && !proved.has(code)) return `answered ${code}`;
	const believed = !isOpenQuestion(input.target, sent) && (code === undefined || proved.has(code));
	if (!believed && steps > 0) return `answered ${code}, but store or queue were asked ${steps} times`;
	if (input.signing === 'before' && believed && !sameProof(input.target.provider, input.signed, sent))
		return 'what was changed is believed';
	if (input.signing === 'at another time' && believed) return 'a time out of the tolerance is believed';
	if (input.signing === 'after' && code === 'signature-invalid' && signable(input.target, sent)) return 'what was signed is not believed';
	return undefined;
}

/** A set-up question that anybody may ask by its method alone; nobody proves it, and nothing is kept. */
export function isOpenQuestion({ provider }: Target, { method }: Delivery): boolean {
	return method !== 'POST' && (provider.handshakes ?? []).some((each) => !each.signed && each.method === method);
}

/** Whether the reply is the failure table's, to the letter. */
function codeOf(reply: Reply): FailureCode | undefined {
	if (reply.headers['content-type'] !== 'application/problem+json') return undefined;
	const { code, status, title, type, requestId, ...more } = JSON.parse(reply.body) as Record<string, unknown>;
	const [known] = Object.entries(failures).filter(([each]) => each === code);
	const same = known && known[1].status === status && reply.status === status && known[1].title === title;
	if (!same || type !== `urn:hookport:problem:${code}` || typeof requestId !== 'string' || Object.keys(more).length > 0)
		throw new Error(`the problem is not the table's: ${reply.body}`);
	// Sound because it is a key of the table.
	return known[0] as FailureCode;
}

/** Some texts a scheme can't sign: a form that is none, an id that holds the separator, a header that no sender can send, or none, and a URL that is none. */
function signable({ provider, secret }: Target, sent: Delivery): boolean {
	const { covers, credentials } = provider.scheme;
	// Nothing is signed but what has a place for the signature, holds the workspace, the time, or an id of its form.
	if (covers.body === 'part' || ['fireblocks', 'linear'].includes(provider.id)) return false;
	if (!credentials.some((name) => sent.headers[name])) return false;
	if (covers.url && !/^[\w.~:/?#[\]@!$&'()*+,;=%-]*$/.test(sent.url)) return false;
	if (covers.headers?.some((name) => !sent.headers[name])) return false;
	if (provider.id === 'x-twitter') return sent.rawBody.toString('latin1', 0, 1) === '{';
	if (provider.scheme.name === 'standard-webhooks') return !sent.headers[covers.headers?.[0] ?? '']?.includes('.');
	return secret.verifying !== '';
}
