import { briefReason } from '../../webhook/forgotten.ts';
import { encodeMessage, type Message } from '../../webhook/message.ts';
import { NoQueue } from '../../webhook/no-queue.ts';
import type { Queue } from '../../webhook/ports.ts';
import { chunks } from '../chunks.ts';
import type { JsonCall } from './client.ts';
import { isRefusal } from './google-error.ts';

/** https://cloud.google.com/pubsub/quotas#resource_limits: so many in one request, of 10 MB. */
const mostAtOnce = 1000;

type Place = {
	readonly project: string;
	readonly prefix: string;
	/** Functions that have a queue, where that is known. */
	readonly queued?: readonly string[];
};

/** One topic per function, `<prefix><function>`, and one for its dead letters, `<prefix><function>-dead`. */
export function createQueue(pubsub: JsonCall, { project, prefix, queued }: Place): Queue {
	// Rights are on each topic, and go with it; who has none is not told whether there is one: https://google.aip.dev/211
	const isHidden = (error: unknown, name: string) => isRefusal(error, 'PERMISSION_DENIED') && queued?.includes(name) === false;
	const publish = async (name: string, topic: string, messages: readonly object[]) => {
		try {
			await pubsub(`/v1/projects/${project}/topics/${prefix}${topic}:publish`, { messages });
		} catch (error) {
			// A deployment makes a function's topics before whoever sends to them, so one that is not there is gone for good.
			throw isRefusal(error, 'NOT_FOUND') || isHidden(error, name) ? new NoQueue(`${name} has no queue`) : error;
		}
	};
	return {
		send: async (messages) => {
			const queues = Map.groupBy(messages, (message) => message.function);
			const batches = [...queues].flatMap(([name, all]) => chunks(all, mostAtOnce).map((some) => publish(name, name, some.map(encode))));
			await Promise.all(batches);
		},
		bury: (message, reason) =>
			publish(message.function, `${message.function}-dead`, [{ ...encode(message), attributes: { reason: plain(briefReason(reason)) } }]),
	};
}

function encode(message: Message): { readonly data: string } {
	return { data: Buffer.from(encodeMessage(message)).toString('base64') };
}

/** An attribute's value is Unicode of 1024 bytes at most. */
const longestReason = 250;

function plain(reason: string): string {
	const text = reason.toWellFormed().replace(/\p{Cc}+/gu, ' ');
	return [...text].slice(0, longestReason).join('').trim() || 'dead';
}
