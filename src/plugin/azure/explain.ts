import { Mistake } from '../mistake.ts';
import type { Ask } from './clients.ts';
import { Refusal } from './refusal.ts';
import { isAbsent } from './target.ts';

/** What somebody can put right himself, in one line. */
export function explain(error: unknown): string {
	if (error instanceof Mistake) return error.message;
	if (!(error instanceof Refusal)) return error instanceof Error ? error.message : String(error);
	const { code, status, message } = error;
	if (status === 0) return `Azure can not be reached (${code}): look at the network`;
	if (status === 401) return `Azure does not know this login (${code}): az login, then repeat the command`;
	if (code === 'SubscriptionNotFound' || code === 'InvalidSubscriptionId')
		return `provider.subscription: this login sees none of that id (${code}); az account list names those that it sees`;
	const [, namespace] = /namespace '([\w.]+)'/.exec(message) ?? [];
	if (code === 'MissingSubscriptionRegistration' && namespace !== undefined)
		return `the subscription does not know ${namespace} yet: az provider register --wait --namespace ${namespace}`;
	if (status === 403) return forbidden(error);
	return message.includes(code) ? message : `${code}: ${message}`;
}

/** As Azure names it, so that it can be put into a role. */
function forbidden({ code, message }: Refusal): string {
	const [, action] = /perform action(?:\(s\))? '([^']+)'/.exec(message) ?? /Action: '([^']+)'/.exec(message) ?? [];
	const [, scope] = /(?:over|at) scope '([^']+)'/.exec(message) ?? [];
	if (action === undefined) return `Azure does not let this login do that (${code})`;
	const hint = action.toLowerCase().startsWith('microsoft.authorization/')
		? ', for example as Role Based Access Control Administrator'
		: '';
	return `Azure does not let this login do ${action}${scope ? ` on ${scope}` : ''} (${code}): its role needs it${hint}`;
}

/** Refusals as mistakes in one line, but for what there is none of. */
export function explainedAsk(ask: Ask): Ask {
	return async (question) => {
		try {
			return await ask(question);
		} catch (error) {
			throw error instanceof Refusal && !isAbsent(error) ? new Mistake(explain(error), { cause: error }) : error;
		}
	};
}

/** A hook whose refusals by Azure are mistakes that the user can put right. */
export function explaining(hook: () => Promise<unknown>): () => Promise<unknown> {
	return async () => {
		try {
			return await hook();
		} catch (error) {
			throw error instanceof Refusal ? new Mistake(explain(error)) : error;
		}
	};
}
