import { problem } from '../webhook/failure.ts';
import type { Message } from '../webhook/message.ts';
import type { Disposition, Trigger } from '../webhook/ports.ts';
import type { Provider, ProviderFamily } from '../webhook/provider.ts';
import type { Reply } from '../webhook/reply.ts';
import { routesBy } from '../webhook/routes-by.ts';
import type { Route, Source } from '../webhook/source.ts';
import { traced } from '../webhook/traceparent.ts';
import { diagnoseRefusals } from './diagnose-refusals.ts';
import { logDelivery, type Told } from './log-delivery.ts';
import { measureDelivery } from './measure-delivery.ts';
import { oneLine } from './one-line.ts';
import { sampleRefusals } from './sample-refusals.ts';
import type { Passage, Platform } from './step.ts';
import { buryMessage } from './wake-function.ts';

export type Handler = (input: unknown, context: unknown) => Promise<unknown>;

/** What a function of ours answers to, by what woke it. */
export type Answers = {
	readonly delivery?: (passage: Passage) => Promise<Reply>;
	readonly message?: (message: Message, woken: { readonly provider: Provider; readonly requestId: string }) => Promise<Disposition>;
};

/** The handler that the platform calls: reads what woke it, finds the route, and answers in the platform's form. */
export function openTrigger(provider: Provider | ProviderFamily, answers: Answers, platform: Platform): Handler {
	const log = sampleRefusals(logDelivery);
	const diagnose = diagnoseRefusals();
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
			const { delivery } = trigger;
			const found = findRoute(delivery.path, platform);
			const passage = found && { delivery, ...found, provider: providerFor(found.source) };
			const reply = passage ? await answers.delivery(passage) : problem(nowhere.refusal.code, delivery.requestId);
			const looking = passage && diagnose(passage, platform);
			if (looking) await looking;
			const told: Told = passage ?? { delivery, ...nowhere };
			measureDelivery(told, cloud);
			log(told, reply, platform);
			return cloud.respond(reply);
		}
		if (trigger.kind === 'messages' && answers.message) {
			const { messages, requestId } = trigger;
			const answer = answers.message;
			const settle = (message: Message) =>
				settleOne(message, (source) => answer(message, { provider: providerFor(source), requestId }), platform);
			const dispositions = await inTurn(trigger, settle);
			cloud.metrics.flush();
			return cloud.dispose(messages, dispositions);
		}
		throw new TypeError(`${cloud.functionName()} does not answer to a ${trigger.kind}`);
	};
}

/** Stands for the source where no source has the path. */
const nowhere = { source: { name: 'unknown' }, refusal: { code: 'source-unknown', detail: 'no URL of the function' } } as const;

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
		const detail = oneLine(error instanceof Error ? error.message : 'not an Error');
		traced(platform.cloud.log, message.traceparent ?? '').error('message left in the queue', { 'faas.name': message.function, detail });
		return { done: false, retryAfterSeconds };
	}
}

function findRoute(path: string, { cloud, routes }: Platform): { readonly route: Route; readonly source: Source } | undefined {
	const route = routesBy(routes).atPath(cloud.functionName(), path);
	const source = route && routes.sources[route.source];
	return route && source && { route, source };
}
