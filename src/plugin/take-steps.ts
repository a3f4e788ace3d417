import { answerHandshake, answerOpenHandshake } from '../middleware/answer-handshake.ts';
import { authenticate } from '../middleware/authenticate.ts';
import { checkAddress } from '../middleware/check-address.ts';
import { checkMethod } from '../middleware/check-method.ts';
import { identifyEvent } from '../middleware/identify-event.ts';
import { limitBody } from '../middleware/limit-body.ts';
import { parseBody } from '../middleware/parse-body.ts';
import type { Passage, Platform, Step } from '../middleware/step.ts';
import { verifySignature } from '../middleware/verify-signature.ts';
import type { Cloud } from '../webhook/ports.ts';
import type { ReadableSecrets } from '../webhook/secrets.ts';
import type { Routes } from '../webhook/source.ts';

export type ExplainedStep = { readonly name: string; readonly outcome: 'passed' | 'failed' | 'skipped'; readonly detail: string };

type Means = { readonly secrets: ReadableSecrets; readonly outside: Cloud['outside']; readonly routes: Routes };

/** The steps of `head` in receive.ts, in its order, which a test holds. */
const head = (on: Platform): Readonly<Record<string, Step>> => ({
	checkAddress: checkAddress(),
	answerOpenHandshake: answerOpenHandshake(on.cloud),
	checkMethod: checkMethod(),
	limitBody: limitBody(),
	authenticate: authenticate(on.cloud.secrets),
	verifySignature: verifySignature(on.cloud),
	parseBody: parseBody(on),
	answerHandshake: answerHandshake(on.cloud),
	identifyEvent: identifyEvent(on),
});

/** Each step's name as users read it: `verify-signature`. */
const spelled = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Lets a delivery through the steps that the endpoint has before it keeps anything, and says what each did. What a step would keep or ask for is left undone. */
export async function takeSteps(passage: Passage, means: Means): Promise<readonly ExplainedStep[]> {
	const steps: ExplainedStep[] = [];
	let over = false;
	for (const [name, step] of Object.entries(head(inert(means)))) {
		const of = (outcome: ExplainedStep['outcome'], detail = '') => void steps.push({ name: spelled(name), outcome, detail });
		if (over) of('skipped');
		else if (name === 'checkAddress' && passage.delivery.remoteAddress === '') of('skipped', 'who sent it is not known');
		else {
			const reply = await step.before?.({ event: passage });
			over = reply !== undefined || passage.refusal !== undefined;
			if (passage.refusal) of('failed', `${passage.refusal.code}: ${passage.refusal.detail}`);
			else of('passed', reply === undefined ? '' : `a set-up question, answered with ${reply.status}`);
		}
	}
	return steps;
}

/** A cloud that keeps nothing: the steps before storing write in two cases, for what can't be read and for a secret that is offered. */
function inert({ secrets, outside, routes }: Means): Platform {
	const nothing = async () => {};
	const cloud = {
		secrets: { ...secrets, offer: async () => false },
		outside: { ...outside, visit: nothing },
		openings: { get: nothing, close: nothing },
		now: Date.now,
		events: { room: Number.POSITIVE_INFINITY, insert: async () => ({}) },
		blobs: { remove: nothing },
	};
	// Sound because the steps above use nothing else of it, as the test of each outcome shows.
	return { cloud: cloud as unknown as Cloud, routes };
}
