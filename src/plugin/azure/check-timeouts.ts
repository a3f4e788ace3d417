import { Mistake } from '../mistake.ts';
import type { Plan } from './plan.ts';

/** Azure's load balancer answers by itself after so many seconds: https://learn.microsoft.com/en-us/azure/azure-functions/functions-scale#timeout */
const longestAnswer = 230;

/** @throws {Mistake} for a function that senders would not wait for */
export function checkTimeouts({ routes }: Pick<Plan, 'routes'>): void {
	for (const { function: name, path } of routes.routes) {
		const timeout = routes.timeouts[name] ?? 0;
		if (path !== undefined && timeout > longestAnswer)
			throw new Mistake(
				`function "${name}": timeout is ${timeout} s, and Azure gives up an answer after ${longestAnswer}: make it shorter`,
			);
	}
}
