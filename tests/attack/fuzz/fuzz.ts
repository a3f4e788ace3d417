import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from '../../../src/webhook/reply.ts';
import { described } from '../../providers/deliveries.ts';

import { isOpenQuestion, judge } from './judge.ts';
import { type Input, makeInput, toSend } from './make-input.ts';
import { smallest } from './smallest.ts';
import { createTargets } from './targets.ts';

export type Options = {
	readonly seed: number;
	readonly inputs: number;
	/** Every provider, and not only one of each kind of proof. */
	readonly all?: boolean;
	/** Where to start; to try one input again. */
	readonly first?: number;
	/** Called before each input. */
	readonly onInput: (index: number) => void;
};

export type Report = {
	/** How often each status and code was the answer, by provider. */
	readonly answers: Readonly<Record<string, number>>;
	/** Milliseconds of CPU of the slowest input. */
	readonly slowest: number;
	readonly failure?: string;
};

/** Milliseconds of CPU that no input of 64 KB may take in three of three runs. */
const mostCpu = 50;
/** Milliseconds that an answer may take to come at all. */
const patience = 5_000;

/** Posts so many changed deliveries to the whole chain, and stops at the first that breaks a rule. */
export async function fuzz({ seed, inputs, all = false, first = 0, onInput }: Options): Promise<Report> {
	const targets = await createTargets(all ? described : undefined);
	const answers: Record<string, number> = {};
	let slowest = 0;
	for (let index = first; index < first + inputs; index += 1) {
		onInput(index);
		const input = await makeInput(targets, seed, index);
		const { wrong, cpu, answer } = await attempt(input);
		slowest = Math.max(slowest, cpu);
		if (wrong !== undefined) return { answers, slowest, failure: await describeFailure(input, wrong, `seed ${seed}, input ${index}`) };
		answers[answer] = (answers[answer] ?? 0) + 1;
	}
	return { answers, slowest };
}

type Attempt = { readonly wrong: string | undefined; readonly cpu: number; readonly answer: string };

async function attempt(input: Input): Promise<Attempt> {
	const first = await tryOnce(input);
	if (first.wrong !== undefined || first.cpu <= mostCpu) return first;
	// The first may have paid for the collector, or for the compiler.
	const cpu = Math.min(first.cpu, (await tryOnce(input)).cpu, (await tryOnce(input)).cpu);
	return { ...first, cpu, wrong: cpu > mostCpu ? `took ${Math.round(cpu)} ms of CPU` : undefined };
}

async function tryOnce(input: Input): Promise<Attempt> {
	const { provider, secret, post, steps } = input.target;
	const sent = await toSend(input);
	const before = steps();
	const start = process.cpuUsage();
	try {
		const reply = await within(post(sent));
		const { user, system } = process.cpuUsage(start);
		const wrong = judge(input, sent, { reply, steps: steps() - before });
		const { valid } = await provider.scheme.verify(sent, [secret.verifying]);
		// The chain refuses a method or a length before it asks the scheme.
		const differs = !isOpenQuestion(input.target, sent) && reply.status !== 405 && reply.status !== 413 && valid === (reply.status === 401);
		return {
			wrong: wrong ?? (differs ? 'the chain and the scheme differ' : undefined),
			cpu: (user + system) / 1_000,
			answer: `${provider.id} ${reply.status}`,
		};
	} catch (error) {
		return { wrong: error instanceof Error ? `${error.name}: ${error.message}` : 'threw what is no error', cpu: 0, answer: 'none' };
	}
}

async function within(replying: Promise<Reply>): Promise<Reply> {
	const late = new AbortController();
	const never = wait(patience, undefined, { signal: late.signal }).then(
		() => Promise.reject(new Error('no answer came')),
		() => replying,
	);
	const reply = await Promise.race([replying, never]);
	late.abort();
	return reply;
}

async function describeFailure(input: Input, wrong: string, where: string): Promise<string> {
	const small = await smallest(input, async (candidate) => (await attempt(candidate)).wrong === wrong);
	const { method, path, query, headers, rawBody } = await toSend(small);
	const { provider, secret } = small.target;
	const body = rawBody.toString('base64');
	return `${where}: ${wrong}\n${JSON.stringify({ provider: provider.id, signing: small.signing, secret, method, path, query, headers, body })}`;
}
