import { createHash, timingSafeEqual } from 'node:crypto';
import type { Reply } from '../webhook/reply.ts';
import type { Secrets } from '../webhook/secrets.ts';
import type { Authenticate, SecretKind } from '../webhook/source.ts';
import { readSecrets } from './read-secrets.ts';
import { type Passage, refuse, type Step } from './step.ts';

/** API key, bearer token and basic auth, each where the source asks for it. */
export function authenticate(secrets: Pick<Secrets, 'get'>): Step {
	return {
		before: ({ event }) => (event.source.authenticate ? check(event, event.source.authenticate, secrets) : undefined),
	};
}

async function check(passage: Passage, { apiKey, bearer, basic }: Authenticate, secrets: Pick<Secrets, 'get'>): Promise<Reply | undefined> {
	const { headers } = passage.delivery;
	const authorization = headers.authorization ?? '';
	return (
		(apiKey && (await compare(passage, secrets, 'API_KEY', headers[apiKey]))) ||
		(bearer && (await compare(passage, secrets, 'BEARER_TOKEN', /^bearer (.+)$/i.exec(authorization)?.[1]))) ||
		(basic && (await compare(passage, secrets, 'BASIC_AUTH', basicPair(authorization)))) ||
		undefined
	);
}

async function compare(
	passage: Passage,
	secrets: Pick<Secrets, 'get'>,
	kind: SecretKind,
	given: string | undefined,
): Promise<Reply | undefined> {
	let expected: readonly string[];
	try {
		expected = await readSecrets(secrets, passage.source.name, kind);
	} catch {
		return refuse(passage, 'secret-unusable', `${kind}: the secret store can not be reached`);
	}
	if (expected.length === 0) return refuse(passage, 'secret-unusable', `${kind}: no value is set`);
	if (given === undefined) return refuse(passage, 'credentials-invalid', `${kind}: absent`);
	// Digests are of one length, so neither length nor content shows in the time taken.
	const digest = (text: string) => createHash('sha256').update(text).digest();
	const matches = expected.filter((value) => timingSafeEqual(digest(value), digest(given)));
	return matches.length > 0 ? undefined : refuse(passage, 'credentials-invalid', `${kind}: wrong`);
}

function basicPair(authorization: string): string | undefined {
	const encoded = /^basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1] ?? '';
	const pair = Buffer.from(encoded, 'base64');
	// Buffer skips loose bits and missing padding; a pair has one spelling.
	return encoded !== '' && pair.toString('base64') === encoded ? pair.toString() : undefined;
}
