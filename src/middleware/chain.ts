import middy from '@middy/core';
import type { Reply } from '../webhook/reply.ts';
import type { Assignment, Ending, Task } from './assignment.ts';
import type { Passage, Step } from './step.ts';

type Chain<Input, Output> = (input: Input) => Promise<Output>;

/** A chain over a delivery: steps in order, then the handler. */
export function deliveryChain(steps: readonly Step[], handler: (passage: Passage) => Promise<Reply>): Chain<Passage, Reply> {
	return chain(steps, handler);
}

/** A chain over one run of a function. What the handler returns is turned into an ending by the tasks. */
export function runChain(tasks: readonly Task[], handler: (assignment: Assignment) => Promise<unknown>): Chain<Assignment, Ending> {
	return chain(tasks, handler);
}

function chain<Input, Output>(steps: readonly (Step | Task)[], handler: (input: Input) => Promise<unknown>): Chain<Input, Output> {
	// Sound because the two functions above pair steps, handler and result; Middy's types know only Lambda's own events.
	const built = middy({ timeoutEarlyInMillis: 0 })
		.use(steps as unknown as middy.MiddlewareObj[])
		.handler(handler as Parameters<ReturnType<typeof middy>['handler']>[0]);
	return (input) => (built as unknown as (input: Input, context: object) => Promise<Output>)(input, {});
}
