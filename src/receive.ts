import { cloud } from '#cloud';
import { routes } from '#routes';
import { answerHandshake, answerOpenHandshake } from './middleware/answer-handshake.ts';
import type { Assignment } from './middleware/assignment.ts';
import { authenticate } from './middleware/authenticate.ts';
import { deliveryChain, runChain } from './middleware/chain.ts';
import { checkAddress } from './middleware/check-address.ts';
import { checkMethod } from './middleware/check-method.ts';
import { checkPayload } from './middleware/check-payload.ts';
import { formatErrors } from './middleware/format-errors.ts';
import { identifyEvent } from './middleware/identify-event.ts';
import { limitBody } from './middleware/limit-body.ts';
import { loadEvent } from './middleware/load-event.ts';
import { logAttempt } from './middleware/log-attempt.ts';
import { notify } from './middleware/notify.ts';
import { type Answers, type Handler, openTrigger } from './middleware/open-trigger.ts';
import { parseBody } from './middleware/parse-body.ts';
import { runOnce } from './middleware/run-once.ts';
import { issuesOf, type Schema } from './middleware/schema.ts';
import { settleRun } from './middleware/settle-run.ts';
import type { Platform, Step } from './middleware/step.ts';
import { storeEvents } from './middleware/store-events.ts';
import { verifySignature } from './middleware/verify-signature.ts';
import { wakeFunction } from './middleware/wake-function.ts';
import type { Tools, WebhookEvent } from './webhook/event.ts';
import type { Provider, ProviderFamily } from './webhook/provider.ts';
import { traced } from './webhook/traceparent.ts';

const here: Platform = { cloud, routes };

/** What every delivery passes, whatever is done with it afterwards. Nothing but an open handshake reads the body before `verifySignature` has passed. */
const head = (on: Platform): readonly Step[] => [
	formatErrors(),
	checkAddress(),
	answerOpenHandshake(on.cloud),
	checkMethod(),
	limitBody(),
	authenticate(on.cloud.secrets),
	verifySignature(on.cloud),
	parseBody(on),
	answerHandshake(on.cloud),
	identifyEvent(on),
];

/** The endpoint of a source: an authentic event is stored and queued for its functions, then answered 2xx. */
export function receive(provider: Provider | ProviderFamily, on: Platform = here): Handler {
	return openTrigger(provider, { delivery: deliveryChain(head(on), (passage) => storeEvents(passage, on)) }, on);
}

type OnEvent<Payload> = (event: WebhookEvent<Payload>, tools: Tools) => unknown;
type Options<Payload> = { readonly payload: Schema<Payload>; readonly on?: Platform };
/** `on` builds the function again for another platform, which is how it is tested. */
type Rebuilt = Handler & { readonly on: (platform: Platform) => Handler };
export type EventFunction = Rebuilt & { readonly provider: Provider | ProviderFamily; readonly types: readonly string[] };

/**
 * The function for one type of event, or for a few that are handled alike. With `ack: stored` its queue wakes it; with `ack: handled` the sender waits for what it returns:
 * a `Reply`, a text, a JSON value or nothing.
 * `payload` is any Standard Schema (zod, valibot, …); what does not fit it never reaches the function.
 */
export function onEvent<Payload>(
	provider: Provider | ProviderFamily,
	type: string | readonly string[],
	{ payload, on = here }: Options<Payload>,
	run: OnEvent<Payload>,
): EventFunction {
	const types = [type].flat();
	const build = (on: Platform): Handler => {
		// Sound because checkPayload put the schema's own output there.
		const act = async ({ event }: Assignment) => run(event as WebhookEvent<Payload>, toolsOf(on, event?.traceparent));
		const work = logAttempt(runChain([settleRun(on), loadEvent(on), checkPayload(payload, on)], act), on);
		const delivery = deliveryChain(head(on), (passage) => runOnce(passage, work, on));
		const message: Answers['message'] = (woken, woke) => wakeFunction(woken, { ...woke, work, platform: on });
		checkTypes(types, on);
		return openTrigger(provider, { delivery, message }, on);
	};
	return Object.assign(build(on), { provider, types, on: build });
}

/** A function that others call by its name, with `call(name, payload)`. It rejects a payload that does not fit. */
export function onCall<Payload>({ payload, on = here }: Options<Payload>, run: (payload: Payload, tools: Tools) => unknown): Rebuilt {
	const build =
		(on: Platform): Handler =>
		async (input) => {
			const result = await payload['~standard'].validate(input);
			if (result.issues !== undefined) throw new TypeError(`payload does not fit: ${issuesOf(result, payload)}`);
			return run(result.value, toolsOf(on));
		};
	return Object.assign(build(on), { on: build });
}

function toolsOf({ cloud }: Platform, traceparent = ''): Tools {
	const { secrets, records, call } = cloud;
	const log = traced(cloud.log, traceparent);
	return { log, records, call, notify: (text) => notify(text, { secrets, log }, traceparent) };
}

/** Catches what the plugin could not read from the file: a type that serverless.yml says differently. */
function checkTypes(types: readonly string[], { cloud, routes }: Platform): void {
	const wrong = routes.routes.find(
		({ function: name, type }) => name === cloud.functionName() && type !== undefined && !types.includes(type),
	);
	if (wrong) throw new TypeError(`${wrong.function} is written for ${types.join(', ')}, but serverless.yml says ${wrong.type}`);
}
