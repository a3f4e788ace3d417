import type { Answer, Handshake } from '../webhook/handshake.ts';
import type { Cloud } from '../webhook/ports.ts';
import type { Reply } from '../webhook/reply.ts';
import { readSecrets } from './read-secrets.ts';
import { type Passage, refuse, type Step } from './step.ts';
import { takeSecret } from './take-secret.ts';

type Means = Pick<Cloud, 'secrets' | 'openings' | 'outside' | 'now'>;

/** An open question is answered to anybody, so not much is read of it. */
const longest = 4096;

/** Set-up questions that nobody signs: the one place that reads bytes which are not verified. */
export function answerOpenHandshake(means: Means): Step {
	return {
		before: ({ event }) => {
			const asked = handshakesFor(event, false);
			if (asked.length === 0 || event.delivery.rawBody.length > longest) return undefined;
			return answer(event, { asked, body: bodyOf(event) }, means);
		},
	};
}

/** Set-up questions that the provider signs like any delivery. */
export function answerHandshake(means: Means): Step {
	return {
		before: ({ event }) => {
			const asked = handshakesFor(event, true);
			if (asked.length === 0 && event.delivery.method === 'POST') return undefined;
			return answerSigned(event, { asked, body: event.body }, means);
		},
	};
}

async function answerSigned(passage: Passage, asked: Asked, means: Means): Promise<Reply | undefined> {
	const { method } = passage.delivery;
	const reply = await answer(passage, asked, means);
	return reply !== undefined || method === 'POST' ? reply : refuse(passage, 'method-not-allowed', method, { allow: 'POST' });
}

function handshakesFor({ provider, delivery: { method } }: Passage, signed: boolean): readonly Handshake[] {
	return (provider.handshakes ?? []).filter((each) => each.signed === signed && each.method === method);
}

function bodyOf({ delivery: { rawBody } }: Passage): unknown {
	try {
		return rawBody.length === 0 ? undefined : JSON.parse(rawBody.toString());
	} catch {
		return undefined;
	}
}

type Asked = { readonly asked: readonly Handshake[]; readonly body: unknown };

async function answer(passage: Passage, { asked, body }: Asked, means: Means): Promise<Reply | undefined> {
	const { source, delivery } = passage;
	for (const handshake of asked) {
		const { needs } = handshake;
		const secrets = needs === undefined ? [] : await readSecrets(means.secrets, source.name, needs).catch(() => []);
		const found = handshake.answer({ delivery, body, secrets });
		if (found === undefined) continue;
		if (needs !== undefined && secrets.length === 0) return refuse(passage, 'secret-unusable', `${needs}: no value can be read`);
		return await settle(passage, found, means);
	}
	return undefined;
}

async function settle(passage: Passage, found: Answer, means: Means): Promise<Reply> {
	passage.handshake = true;
	if ('refused' in found) return refuse(passage, 'handshake-refused', found.refused);
	if ('unusable' in found) return refuse(passage, 'secret-unusable', found.unusable);
	if ('offered' in found) return (await takeSecret(passage, found.offered, means)) ?? found.reply;
	if ('visit' in found) {
		try {
			await means.outside.visit(found.visit);
		} catch {
			return refuse(passage, 'handshake-unfinished', `${URL.parse(found.visit)?.hostname} does not answer`);
		}
	}
	return found.reply;
}
