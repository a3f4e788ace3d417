import { startLine } from './line.ts';
import { exponential, randomOf } from './random.ts';
import type { World } from './world.ts';

/** Deliveries come by chance, find a place or are refused, and are accepted once the endpoint has done its work. */
export function startEndpoint(
	{ deployment, load, tally, now, after, lacking, placesOf }: World,
	accepted: (arrivedAt: number) => void,
): { readonly freed: () => void } {
	const { endpoint } = deployment;
	const places = placesOf(endpoint.places);
	const gaps = randomOf(load.seed);
	const door = startLine<number>();
	const next = () => after(exponential(1 / load.rate, gaps), arrive);

	const arrive = () => {
		if (now() > load.seconds) return;
		next();
		tally.arrived();
		const full = endpoint.waits || places.free() ? undefined : endpoint.places;
		const limit = full ?? lacking('event')?.name;
		if (limit !== undefined) return tally.refused(limit);
		door.put(now());
		if (!places.free()) tally.waited(endpoint.places);
		open();
	};
	const open = () => {
		while (door.length() > 0 && places.free()) serve(door.take() ?? 0);
	};
	const serve = (arrivedAt: number) => {
		places.enter();
		after(endpoint.seconds, () => {
			places.leave();
			tally.accepted(arrivedAt);
			open();
			accepted(arrivedAt);
		});
	};
	next();
	return { freed: open };
}
