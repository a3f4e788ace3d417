import { delayAfter } from './deployment.ts';
import { startRamp } from './limits.ts';
import { startLine } from './line.ts';
import { exponential, randomOf } from './random.ts';
import type { World } from './world.ts';

type Message = { readonly arrivedAt: number; attempts: number; deliveries: number; readyAt: number };

/** The queue of one function, who takes from it, and the runs. `freed` is told when one has ended. */
export function startWorker({ deployment, load, tally, now, after, lacking, placesOf }: World, freed: () => void) {
	const { worker, queue, retry } = deployment;
	const places = placesOf(worker.places);
	const ramp = startRamp(worker.ramp, now);
	/** What may be taken; and what is not pushed yet. */
	const [ready, held] = [startLine<Message>(), startLine<Message>()];
	const [delays, times] = [randomOf(load.seed + 1), randomOf(load.seed + 2)];
	let [running, delayed] = [0, 0];
	let looksAt = Number.POSITIVE_INFINITY;
	let heldBy = worker.places;
	let idleSince = 0;

	/** A message may be taken from now on; who takes it may look only later. */
	const show = (message: Message, polled: boolean) => {
		held.put(message);
		push();
		if (polled && queue.poll && running === 0) return lookAfter(untilPolled(queue.poll));
		look();
		if (ready.length() > 0) tally.waited(heldBy);
	};
	const push = () => {
		const most = queue.push?.most ?? Number.POSITIVE_INFINITY;
		while (held.length() > 0 && running + ready.length() + 1 <= most) {
			const message = held.take() as Message;
			message.readyAt = now();
			ready.put(message);
		}
	};
	const untilPolled = ({ least, most }: { readonly least: number; readonly most: number }) => {
		const every = Math.min(most, Math.max(least, now() - idleSince));
		return every - (now() % every);
	};
	const lookAfter = (seconds: number) => {
		const at = now() + seconds;
		if (at >= looksAt) return;
		looksAt = at;
		after(seconds, () => {
			if (looksAt === at) looksAt = Number.POSITIVE_INFINITY;
			look();
		});
	};
	const look = () => {
		turnAway();
		push();
		while (ready.length() > 0 && !isHeld()) begin(ready.take() as Message);
		ramp.looked(ready.length() > 0);
		if (ready.length() > 0 && ramp.level() < worker.ramp.most) lookAfter(1 / worker.ramp.perSecond);
	};
	/** Whether the next run has to wait. What it takes is taken where it has not. */
	const isHeld = (): boolean => {
		const limit = full() === undefined ? lacking('attempt') : undefined;
		if (limit) lookAfter(limit.lacks(limit.attempt));
		const by = full() ?? limit?.name;
		heldBy = by ?? heldBy;
		return by !== undefined;
	};
	const full = () => {
		if (!places.free()) return worker.places;
		if (queue.inFlight && running + delayed + 1 > queue.inFlight.most) return queue.inFlight.name;
		return running + 1 > ramp.level() ? worker.ramp.name : undefined;
	};
	/** Whom a push found no place for in time. */
	const turnAway = () => {
		const patience = queue.push?.patience ?? Number.POSITIVE_INFINITY;
		for (let first = ready.first(); first && now() - first.readyAt >= patience; first = ready.first()) {
			ready.take();
			first.deliveries += 1;
			tally.turnedAway();
			if (first.deliveries >= queue.deliveries) tally.ended(first, 'dead');
			else comeAgain(first, first.readyAt + patience);
		}
	};
	const comeAgain = (message: Message, failedAt = now()) => {
		const failures = deployment.delay.by === 'queue' ? message.deliveries : message.attempts;
		const at = failedAt + delayAfter(failures, deployment, delays());
		delayed += 1;
		after(Math.max(0, at - now()), () => {
			delayed -= 1;
			show(message, true);
		});
	};
	const begin = (message: Message) => {
		const fails = load.down !== undefined && now() >= load.down.from && now() < load.down.to;
		const works = load.spread ? exponential(worker.seconds, times) : worker.seconds;
		running += 1;
		places.enter();
		message.attempts += 1;
		message.deliveries += 1;
		tally.attempted(message);
		after(fails ? load.down.seconds : works, () => {
			running -= 1;
			idleSince = now();
			places.leave();
			end(message, fails);
			freed();
			look();
		});
	};
	const end = (message: Message, failed: boolean) => {
		if (!failed) return tally.ended(message, 'done');
		if (message.attempts < retry.attempts && message.deliveries < queue.deliveries) return comeAgain(message);
		tally.ended(message, 'dead');
	};
	return {
		/** An event was accepted, and its message is in the queue. */
		send: (arrivedAt: number) => show({ arrivedAt, attempts: 0, deliveries: 0, readyAt: now() }, queue.pollsForNew),
		/** A place may be free. */
		look,
	};
}
