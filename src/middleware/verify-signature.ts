import type { Cloud } from '../webhook/ports.ts';
import { type KeyRequest, SecretError } from '../webhook/scheme.ts';
import type { ReadableSecrets } from '../webhook/secrets.ts';
import { secretName } from '../webhook/source.ts';
import { verified } from '../webhook/verified.ts';
import { readSecrets } from './read-secrets.ts';
import { type Passage, refuse, type Step } from './step.ts';

/** Why a delivery was not believed. `old`: the secret that was tried may have been rotated since it was read. */
type Doubt = { readonly code: 'secret-unusable' | 'signature-invalid'; readonly detail: string; readonly old: boolean };

type Means = Pick<Cloud, 'outside'> & { readonly secrets: ReadableSecrets };

const unreachable: Doubt = { code: 'secret-unusable', detail: 'the secret store can not be reached', old: false };

/** On the raw bytes. Nothing is parsed, stored or logged from the body before this has passed. */
export function verifySignature(cloud: Means): Step {
	const { secrets } = cloud;
	return {
		before: async ({ event }) => {
			let doubt = await examine(event, cloud);
			if (doubt?.old) {
				const changed = await secrets.refresh(secretName(event.source.name, 'WEBHOOK_SECRET')).catch(() => undefined);
				if (changed === undefined) doubt = unreachable;
				else if (changed) doubt = await examine(event, cloud);
			}
			if (doubt) return refuse(event, doubt.code, doubt.detail);
			event.verified = verified(event.delivery);
			return undefined;
		},
	};
}

async function examine(passage: Passage, { secrets, outside }: Means): Promise<Doubt | undefined> {
	const { source, provider, delivery } = passage;
	let values: readonly string[];
	try {
		values = await readSecrets(secrets, source.name, 'WEBHOOK_SECRET');
	} catch {
		return unreachable;
	}
	// A receiver that can't verify must not answer 401: to many senders that is final.
	if (values.length === 0) return { code: 'secret-unusable', detail: 'no secret is set', old: true };
	passage.judged = {};
	try {
		const request = provider.scheme.keysAt?.(delivery, values);
		const keys = request && (await outside.read(request).catch(() => undefined));
		if (request && keys === undefined) return { code: 'secret-unusable', detail: unread(request), old: false };
		if (keys !== undefined) passage.judged = { keys };
		const verdict = await provider.scheme.verify(delivery, values, keys);
		if (verdict.valid) {
			// The current one comes first. While both are the same, a rotation has just begun, or this instance has not heard of the new one yet.
			if (verdict.secret > 0 || values[0] === values[1]) passage.secret = 'previous';
			return undefined;
		}
		return { code: 'signature-invalid', detail: verdict.reason, old: verdict.reason === 'signature-mismatch' };
	} catch (error) {
		if (error instanceof SecretError) return { code: 'secret-unusable', detail: `${which(values)}${error.message}`, old: true };
		throw error;
	}
}

function unread({ url }: KeyRequest): string {
	return `the sender's keys can not be read from ${URL.parse(url)?.hostname}`;
}

/** A scheme does not know the names of its secrets. */
function which({ length }: readonly string[]): string {
	return length > 1 ? 'one of the current and the previous secret: ' : '';
}
