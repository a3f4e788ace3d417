import { type Action, refusal } from './simulated-dynamo.ts';

export type Waiting = {
	readonly id: string;
	readonly body: string;
	/** Milliseconds since the epoch. */
	visibleAt: number;
	receives: number;
	receipt: string;
};

type Queued = { readonly QueueUrl: string };
type Entry = { readonly Id: string };

/** SQS as far as `src/clouds/aws` sends to it: batches that fail in part, messages that come twice, queues that are not there. */
export function simulatedSqs({ now, random }: { readonly now: () => number; readonly random: () => number }) {
	const queues = new Map<string, Waiting[]>();
	let count = 0;
	const queueOf = (url: string) => queues.get(url.slice(url.lastIndexOf('/') + 1));
	const message = (body: string): Waiting => {
		count += 1;
		return { id: `m${count}`, body, visibleAt: now(), receives: 0, receipt: '' };
	};
	const actions: Readonly<Record<string, Action>> = {
		SendMessageBatch: ({ QueueUrl, Entries }: Queued & { readonly Entries: readonly (Entry & { readonly MessageBody: string })[] }) => {
			const queue = queueOf(QueueUrl);
			if (queue === undefined) return refusal('QueueDoesNotExist');
			const failed = Entries.filter(() => random() < 0.02);
			for (const entry of Entries) {
				if (failed.includes(entry)) continue;
				queue.push(message(entry.MessageBody));
				// Delivered at least once means now and then twice.
				if (random() < 0.03) queue.push(message(entry.MessageBody));
			}
			return { Failed: failed.map(({ Id }) => ({ Id, Code: 'InternalError' })) };
		},
		SendMessage: ({ QueueUrl, MessageBody }: Queued & { readonly MessageBody: string }) => {
			const queue = queueOf(QueueUrl);
			return queue === undefined ? refusal('QueueDoesNotExist') : { MessageId: queue.push(message(MessageBody)) };
		},
		ChangeMessageVisibilityBatch: ({ QueueUrl, Entries }: Queued & { readonly Entries: readonly (Entry & Visibility)[] }) => {
			for (const { ReceiptHandle, VisibilityTimeout } of Entries) {
				const one = queueOf(QueueUrl)?.find(({ receipt }) => receipt === ReceiptHandle);
				if (one) one.visibleAt = now() + VisibilityTimeout * 1000;
			}
			return {};
		},
	};
	return { queues, actions };
}

type Visibility = { readonly ReceiptHandle: string; readonly VisibilityTimeout: number };

type Taking = { readonly now: number; readonly visibility: number; readonly most: number; readonly mostReceives: number };

/** What a mapping receives: what was received too often already goes to the queue for that instead. */
export function receive(queue: Waiting[], gaveUp: Waiting[], { now, visibility, most, mostReceives }: Taking): readonly Waiting[] {
	const visible = queue.filter(({ visibleAt }) => visibleAt <= now);
	for (const one of visible.filter(({ receives }) => receives >= mostReceives)) {
		queue.splice(queue.indexOf(one), 1);
		gaveUp.push({ ...one, receives: 0 });
	}
	const batch = visible.filter(({ receives }) => receives < mostReceives).slice(0, most);
	for (const one of batch) {
		one.receives += 1;
		one.receipt = `${one.id}/${one.receives}`;
		one.visibleAt = now + visibility * 1000;
	}
	return batch.map((one) => ({ ...one }));
}
