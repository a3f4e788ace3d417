import { refuse, type Step } from './step.ts';

export function limitBody(): Step {
	return {
		before: ({ event }) => {
			const { length } = event.delivery.rawBody;
			return length > event.source.maxBody ? refuse(event, 'body-too-large', `${length} of ${event.source.maxBody} bytes`) : undefined;
		},
	};
}
