import { refuse, type Step } from './step.ts';

/** Registered first, so that it acts last: whatever a step throws becomes a row of the failure table. */
export function formatErrors(): Step {
	return {
		onError: ({ event, error }) =>
			refuse(event, 'internal-error', error instanceof Error ? `${error.name}: ${error.message}` : 'not an Error'),
	};
}
