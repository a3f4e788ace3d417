import type { Cloud } from '../../webhook/ports.ts';
import type { Answer } from '../exchange.ts';
import type { Client } from './client.ts';

/** As long as a function may run. The caller's own time-out ends the wait before. */
const timeoutMillis = 60 * 60_000;
const longestError = 500;

/** Says of an answer 500 that it is the function's own, and not the platform's. */
export const errorHeader = 'x-function-error';

type Place = {
	/** What the functions' URLs begin with, for which tokens are made out. */
	readonly base: string;
	/** `<service>-<stage>-`. */
	readonly prefix: string;
};

/** Posts to `<prefix><function>` of this service, with a token of our identity, and waits for its answer. */
export function createCall(client: Client, { base, prefix }: Place): Cloud['call'] {
	return async (name, payload) => {
		const { status, body } = await client({
			service: 'functions',
			path: `/${prefix}${encodeURIComponent(name)}/_call`,
			body: JSON.stringify(payload) ?? '',
			audience: `${base}/${prefix}${name}`,
			timeoutMillis,
			once: true,
			isAnswer: isFailure,
		});
		const answer: unknown = body.length === 0 ? undefined : JSON.parse(body.toString());
		if (status === 500) throw new Error(failureLine(name, answer));
		return answer;
	};
}

function isFailure({ status, headers }: Answer): boolean {
	return status === 500 && headers[errorHeader] !== undefined;
}

function failureLine(name: string, answer: unknown): string {
	// Sound because each field is looked at before it is used.
	const { errorType, errorMessage } = (answer ?? {}) as { readonly errorType?: unknown; readonly errorMessage?: unknown };
	const parts = [errorType, errorMessage].filter((part) => typeof part === 'string' && part !== '');
	return `${name} failed: ${parts.join(': ') || 'no reason given'}`.replace(/\p{Cc}+/gu, ' ').slice(0, longestError);
}
