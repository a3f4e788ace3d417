import { storageKey } from '../../middleware/storage-key.ts';
import { basicAuth } from '../../schemes/basic-auth.ts';
import type { Delivery } from '../../webhook/delivery.ts';
import { type Scheme, SecretError } from '../../webhook/scheme.ts';
import { Mistake } from '../mistake.ts';
import type { NamedSecret } from './named-secrets.ts';

/** What a parameter of SSM's standard tier holds: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const longest = 4096;

/**
 * Refuses a value that could never work where it is read.
 * @throws {Mistake} without the value
 */
export async function checkSecret(value: string, secret: NamedSecret): Promise<void> {
	const problem = await secretProblem(value, secret);
	if (problem !== undefined) throw new Mistake(`${secret.name}: ${problem}; nothing was set`);
}

/** Why the value could never work, without it. */
export async function secretProblem(value: string, { kind, of }: NamedSecret): Promise<string | undefined> {
	return shapeProblem(value) ?? (await kindProblem(value, kind, of?.provider.scheme));
}

function shapeProblem(value: string): string | undefined {
	if (value.trim() === '') return 'no value came, type it at the prompt or pipe it in';
	if (value !== value.trim()) return 'the value begins or ends with a space or a line break';
	if (/\p{Cc}/u.test(value)) return 'the value holds a line break or another control character';
	if (Buffer.byteLength(value) > longest) return `the value is longer than ${longest} bytes`;
	return undefined;
}

async function kindProblem(value: string, kind: NamedSecret['kind'], scheme: Scheme | undefined): Promise<string | undefined> {
	if (kind === 'WEBHOOK_SECRET') return scheme && refusal(scheme, value);
	if (kind === 'STORAGE_KEY') return problemOf(() => storageKey(value, ''));
	if (kind === 'BASIC_AUTH') return refusal(basicAuth(), value);
	if (kind === 'NOTIFY_WEBHOOK_URL')
		return /^https?:$/.test(URL.parse(value)?.protocol ?? '') ? undefined : 'the value is no URL that begins with https://';
	return /^[\x21-\x7e]+$/.test(value) ? undefined : 'the value holds what no header can carry, such as a space or an umlaut';
}

const empty: Delivery = {
	requestId: '',
	receivedAt: 0,
	traceparent: '',
	method: 'POST',
	path: '/',
	query: '',
	url: 'https://localhost/',
	headers: {},
	rawBody: Buffer.alloc(0),
	remoteAddress: '',
};

/** A scheme looks at its secrets before it looks at a signature, so that a receiver that can't verify never answers 401. */
function refusal(scheme: Scheme, value: string): Promise<string | undefined> {
	return problemOf(async () => scheme.verify(empty, [value]));
}

async function problemOf(use: () => unknown): Promise<string | undefined> {
	try {
		await use();
		return undefined;
	} catch (error) {
		if (error instanceof SecretError) return error.message;
		throw error;
	}
}
