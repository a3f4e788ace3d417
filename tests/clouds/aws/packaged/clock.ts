const RealDate = Date;
let ahead = 0;

class LaterDate extends RealDate {
	constructor(...given: unknown[]) {
		// Sound because whatever is given is passed on as it is.
		super(...((given.length === 0 ? [LaterDate.now()] : given) as [number]));
	}

	static override now(): number {
		return RealDate.now() + ahead;
	}
}

/** Lets time pass for all that runs in this process: senders, gateway and emulators, with what their queues hold back. Functions are told with each invocation. */
export function pass(seconds: number): void {
	ahead += seconds * 1000;
	globalThis.Date = LaterDate as DateConstructor;
}

/** Milliseconds by which it is ahead of the real time. */
export function clockAhead(): number {
	return ahead;
}
