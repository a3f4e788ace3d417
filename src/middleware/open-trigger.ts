import { problem } from '../webhook/failure.ts';
import type { Message } from '../webhook/message.ts';
import type { Disposition } from '../webhook/ports.ts';
import type { Provider, ProviderFamily } from '../webhook/provider.ts';
import type { Reply } from '../webhook/reply.ts';
import type { Route, Source } from '../webhook/source.ts';
import { logDelivery } from './log-delivery.ts';
import type { Passage, Platform } from './step.ts';

export type Handler = (input: unknown, context: unknown) => Promise<unknown>;

/** What a function of ours answers to, by what woke it. */
export type Answers = {
	readonly delivery?: (passage: Passage) => Promise<Reply>;
	readonly message?: (message: Message, provider: Provider) => Promise<Disposition>;
};

/** The handler that the platform calls: reads what woke it, finds the route, and answers in the platform's form. */
export function openTrigger(provider: Provider | ProviderFamily, answers: Answers, platform: Platform): Handler {
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
			logDelivery(passage, reply, platform);
			return cloud.respond(reply);
		}
		if (trigger.kind === 'messages' && answers.message) {
			const { messages } = trigger;
			const answer = answers.message;
			const dispositions = await Promise.all(
				messages.map((message) => settleOne(message, (source) => answer(message, providerFor(source)), platform)),
			);
			return cloud.dispose(messages, dispositions);
		}
		throw new TypeError(`${cloud.functionName()} does not answer to a ${trigger.kind}`);
	};
}

const retryAfterSeconds = 10;

/** One message's failure is its own: the others of its batch are not run again for it. */
async function settleOne(
	message: Message,
	answer: (source: Source) => Promise<Disposition>,
	{ cloud, routes }: Platform,
): Promise<Disposition> {
	const source = routes.sources[message.source.slice(message.source.lastIndexOf('/') + 1)];
	try {
		if (source === undefined) throw new Error(`source ${message.source} is not configured`);
		return await answer(source);
	} catch (error) {
		cloud.log.error('message left in the queue', { error: error instanceof Error ? error.message : 'not an Error' });
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
