import type { Task } from './assignment.ts';
import { issuesOf, type Result, type Schema } from './schema.ts';
import { buryRun } from './settle-run.ts';
import type { Platform } from './step.ts';

/** A payload that does not fit will not fit next time either: the run is dead at once, with the reason. */
export function checkPayload(schema: Schema, platform: Platform): Task {
	return {
		before: ({ event: assignment }) => {
			const { event } = assignment;
			if (event === undefined) throw new TypeError('check-payload stands before load-event');
			const settle = (result: Result) => {
				const issues = issuesOf(result, schema);
				if (issues !== undefined) return buryRun(assignment, { reason: `payload does not fit: ${issues}`, mismatch: true }, platform);
				if (result.issues === undefined) assignment.event = { ...event, payload: result.value };
				return undefined;
			};
			const result = schema['~standard'].validate(event.payload);
			return result instanceof Promise ? result.then(settle) : settle(result);
		},
	};
}
