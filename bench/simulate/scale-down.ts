import type { Deployment, Rate } from './deployment.ts';

/** Fewer places than this would wait in steps that the real ones don't have. */
const fewestPlaces = 10;

/** The same deployment for a load of which only each `weight`-th event is simulated: rates and places shrink with it, and where places can't, work takes longer. */
export function scaleDown(deployment: Deployment, weight: number): Deployment {
	const placesFor = (most: number) => Math.max(most / weight, Math.min(most, fewestPlaces));
	/** An event stands for `weight` of them, which had so many more places. */
	const stretchAt = (name: string) => {
		const most = deployment.places[name] ?? 1;
		return (placesFor(most) * weight) / most;
	};
	const { endpoint, worker, queue } = deployment;
	const most = deployment.places[worker.places] ?? 1;
	const share = placesFor(most) / most;
	const { ramp } = worker;
	const rate = ({ perSecond, burst, ...rest }: Rate): Rate => ({
		...rest,
		perSecond: perSecond / weight,
		burst: Math.max(burst / weight, rest.event, rest.attempt),
	});
	return {
		...deployment,
		rates: deployment.rates.map(rate),
		places: Object.fromEntries(Object.entries(deployment.places).map(([name, each]) => [name, placesFor(each)])),
		endpoint: { ...endpoint, seconds: endpoint.seconds * stretchAt(endpoint.places) },
		worker: {
			...worker,
			seconds: worker.seconds * stretchAt(worker.places),
			timeout: worker.timeout * stretchAt(worker.places),
			ramp: { ...ramp, start: Math.max(1, ramp.start * share), perSecond: ramp.perSecond * share, most: Math.max(1, ramp.most * share) },
		},
		queue: {
			...queue,
			...(queue.inFlight && { inFlight: { ...queue.inFlight, most: Math.max(1, queue.inFlight.most / weight) } }),
			...(queue.push && { push: { ...queue.push, most: Math.max(1, queue.push.most / weight) } }),
		},
	};
}
