import { problem } from '../webhook/failure.ts';
import type { Message } from '../webhook/message.ts';
import type { Disposition, Trigger } from '../webhook/ports.ts';
import type { Provider, ProviderFamily } from '../webhook/provider.ts';
import type { Reply } from '../webhook/reply.ts';
import type { Route, Source } from '../webhook/source.ts';
import { logDelivery } from './log-delivery.ts';
import { sampleRefusals } from './sample-refusals.ts';
import type { Passage, Platform } from './step.ts';
import { buryMessage } from './wake-function.ts';

export type Handler = (input: unknown, context: unknown) => Promise<unknown>;

/** What a function of ours answers to, by what woke it. */
export type Answers = {
	readonly delivery?: (passage: Passage) => Promise<Reply>;
	readonly message?: (message: Message, provider: Provider) => Promise<Disposition>;
};

/** The handler that the platform calls: reads what woke it, finds the route, and answers in the platform's form. */
export function openTrigger(provider: Provider | ProviderFamily, answers: Answers, platform: Platform): Handler {
	const log = sampleRefusals(logDelivery);
	const configured = new Map<Source, Provider>();
	const providerFor = (source: Source): Provider => {
		if (!('configure' in provider)) return provider;
		const known = configured.get(source) ?? provider.configure(source.options ?? {});
		configured.set(source, known);
		return known;
	};

	return async (input, context) => {
		const { cloud } = platform;
		const trigger = cloud.open(input, context);
		if (trigger.kind === 'delivery' && answers.delivery) {
			const found = findRoute(trigger.delivery.path, platform);
			if (found === undefined) return cloud.respond(problem('source-unknown', trigger.delivery.requestId));
			const passage: Passage = { delivery: trigger.delivery, ...found, provider: providerFor(found.source) };
			const reply = await answers.delivery(passage);
			log(passage, reply, platform);
			return cloud.respond(reply);
		}
		if (trigger.kind === 'messages' && answers.message) {
			const { messages } = trigger;
			const answer = answers.message;
			const settle = (message: Message) => settleOne(message, (source) => answer(message, providerFor(source)), platform);
			return cloud.dispose(messages, await inTurn(trigger, settle));
		}
		throw new TypeError(`${cloud.functionName()} does not answer to a ${trigger.kind}`);
	};
}

type Batch = Extract<Trigger, { kind: 'messages' }>;

/** New ones at once; then those that came before, one by one: what ends the process again costs no other an attempt. */
async function inTurn({ messages, again }: Batch, settle: (message: Message) => Promise<Disposition>): Promise<readonly Disposition[]> {
	const first = await Promise.all(messages.map((message) => (again?.has(message) ? undefined : settle(message))));
	const dispositions: Disposition[] = [];
	for (const [index, message] of messages.entries()) dispositions.push(first[index] ?? (await settle(message)));
	return dispositions;
}

const retryAfterSeconds = 10;

/** One message's failure is its own: the others of its batch are not run again for it. */
async function settleOne(message: Message, answer: (source: Source) => Promise<Disposition>, platform: Platform): Promise<Disposition> {
	const name = message.source.slice(message.source.lastIndexOf('/') + 1);
	const source = platform.routes.sources[name];
	try {
		return source === undefined ? await buryMessage(message, `serverless.yml has no source ${name}`, platform) : await answer(source);
	} catch (error) {
		platform.cloud.log.error('message left in the queue', { error: error instanceof Error ? error.message : 'not an Error' });
		return { done: false, retryAfterSeconds };
	}
}

function findRoute(path: string, { cloud, routes }: Platform): { readonly route: Route; readonly source: Source } | undefined {
	const name = cloud.functionName();
	const mine = routes.routes.filter((route) => route.function === name && route.path !== undefined);
	// A custom domain may put a prefix before the path, so a function with one URL does not compare.
	const single = new Set(mine.map((route) => route.path)).size === 1;
	const lengthOf = (each: Route) => each.path?.length ?? 0;
	const ending = mine.filter((each) => path.endsWith(each.path ?? '')).sort((a, b) => lengthOf(b) - lengthOf(a));
	const [route] = single ? mine : ending;
	const source = route && routes.sources[route.source];
	return route && source && { route, source };
}
