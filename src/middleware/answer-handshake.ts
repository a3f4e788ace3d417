import type { Step } from './step.ts';

/** Set-up questions that the provider signs like any delivery. */
export function answerHandshake(): Step {
	return {
		before: ({ event }) => event.provider.handshake?.(event.body, event.delivery),
	};
}
