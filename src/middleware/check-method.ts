import { refuse, type Step } from './step.ts';

export function checkMethod(): Step {
	return {
		before: ({ event }) =>
			event.delivery.method === 'POST' ? undefined : refuse(event, 'method-not-allowed', event.delivery.method, { allow: 'POST' }),
	};
}
