import { refuse, type Step } from './step.ts';

export function checkMethod(): Step {
	return {
		before: ({ event }) => {
			const { method } = event.delivery;
			// Some providers sign a question that is no POST; answerHandshake refuses what is none of theirs.
			const asked = event.provider.handshakes?.some((each) => each.signed && each.method === method) ?? false;
			return method === 'POST' || asked ? undefined : refuse(event, 'method-not-allowed', method, { allow: 'POST' });
		},
	};
}
