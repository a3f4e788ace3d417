import type { Reply } from '../webhook/reply.ts';
import type { Told } from './log-delivery.ts';
import type { Platform } from './step.ts';

type LogDelivery = (told: Told, reply: Reply, platform: Platform) => void;

const mostPerMinute = 60;

/** Of deliveries that have not proved themselves, so many a minute get their line and the rest are counted: a flood of forged ones must not fill the log. */
export function sampleRefusals(log: LogDelivery): LogDelivery {
	let minute = 0;
	let refusals = 0;
	return (told, reply, platform) => {
		if (told.refusal === undefined || told.verified !== undefined) {
			log(told, reply, platform);
			return;
		}
		const current = Math.floor(platform.cloud.now() / 60_000);
		if (current !== minute && refusals > mostPerMinute)
			platform.cloud.log.warn('deliveries refused without a line', { source: told.source.name, refusals: refusals - mostPerMinute });
		if (current !== minute) refusals = 0;
		minute = current;
		refusals += 1;
		if (refusals <= mostPerMinute) log(told, reply, platform);
	};
}
