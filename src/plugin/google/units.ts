import type { Route, Routes } from '../../webhook/source.ts';
import { sweepName } from '../aws/plan.ts';

/** A Cloud Run function. One of serverless.yml may be two: what senders reach, and what its queue wakes, which nobody else may reach. */
export type Unit = {
	/** Without the prefix. */
	readonly name: string;
	/** In serverless.yml. */
	readonly of: string;
	readonly kind: 'posted' | 'queue' | 'called' | 'sweep';
	readonly routes: readonly Route[];
};

/** The identity that queues and the schedule wake functions with. It may do nothing else. */
export const wakerName = 'webhook-waker';
/** The identity that Cloud Build builds functions with. */
export const builderName = 'webhook-builder';

export const queueSide = (name: string) => `${name}-queue`;

export function unitsOf({ routes, timeouts }: Routes): readonly Unit[] {
	const own = Object.keys(timeouts).flatMap((of): Unit[] => {
		const mine = routes.filter((route) => route.function === of);
		const posted = mine.some((route) => route.path !== undefined);
		const queued = mine.some((route) => route.type !== undefined);
		if (mine.length === 0) return [{ name: of, of, kind: 'called', routes: mine }];
		return [
			...(posted ? [{ name: of, of, kind: 'posted', routes: mine } as const] : []),
			...(queued ? [{ name: posted ? queueSide(of) : of, of, kind: 'queue', routes: mine } as const] : []),
		];
	});
	return [...own, { name: sweepName, of: sweepName, kind: 'sweep', routes: [] }];
}

/** An endpoint runs none of the team's own code. */
export function isTeams({ kind, routes }: Unit): boolean {
	return kind !== 'sweep' && (routes.length === 0 || routes.some((route) => route.type !== undefined));
}
