import type { Cloud } from '../../webhook/ports.ts';
import type { Client } from './client.ts';

/** As long as a function may run. The caller's own time-out ends the wait before. */
const timeoutMillis = 15 * 60_000;
const longestError = 500;

/** Invokes `<prefix><function>` and waits for its answer: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function createCall(client: Client, prefix: string): Cloud['call'] {
	return async (name, payload) => {
		const { headers, body } = await client({
			service: 'lambda',
			path: `/2015-03-31/functions/${encodeURIComponent(prefix + name)}/invocations`,
			headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'RequestResponse' },
			body: JSON.stringify(payload) ?? '',
			timeoutMillis,
			once: true,
		});
		const answer: unknown = body.length === 0 ? undefined : JSON.parse(body.toString());
		if (headers['x-amz-function-error'] !== undefined) throw new Error(failureLine(name, answer));
		return answer;
	};
}

function failureLine(name: string, answer: unknown): string {
	// Sound because each field is looked at before it is used.
	const { errorType, errorMessage } = (answer ?? {}) as { readonly errorType?: unknown; readonly errorMessage?: unknown };
	const parts = [errorType, errorMessage].filter((part) => typeof part === 'string' && part !== '');
	return `${name} failed: ${parts.join(': ') || 'no reason given'}`.replace(/\p{Cc}+/gu, ' ').slice(0, longestError);
}
