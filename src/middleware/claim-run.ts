import type { Claim } from '../webhook/ports.ts';
import type { EventKey } from '../webhook/record.ts';
import type { Platform } from './step.ts';

const defaultTimeoutSeconds = 30;
/** A run that the platform has ended is certainly over by then. */
const graceSeconds = 5;

/** Milliseconds since the epoch at which a run that begins now has certainly ended: the function's time-out is shorter. */
export function leaseEnd(name: string, { cloud, routes }: Platform): number {
	return cloud.now() + ((routes.timeouts[name] ?? defaultTimeoutSeconds) + graceSeconds) * 1000;
}

/** Asks for the right to run the function for the event. Only who gets it may run. */
export function claimRun(key: EventKey, name: string, platform: Platform): Promise<Claim> {
	return platform.cloud.events.claim(key, name, { now: platform.cloud.now(), until: leaseEnd(name, platform) });
}
