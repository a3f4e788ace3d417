import { describe, expect, it } from '@jest/globals';
import { delayAfter } from '../../bench/simulate/deployment.ts';
import { attemptsToOutlive } from '../../bench/simulate/scenarios.ts';
import { dispose as disposeAws } from '../../src/clouds/aws/dispose.ts';
import { readEvent } from '../../src/clouds/aws/read-event.ts';
import { backoff } from '../../src/webhook/backoff.ts';
import { encodeMessage, messageFor } from '../../src/webhook/message.ts';
import { sampleRecord } from '../ports/sample-record.ts';
import { aDeployment } from './a-deployment.ts';

const retry = { attempts: 20, backoff: 7 };
const attempts = Array.from({ length: 19 }, (_, index) => index + 1);

describe('the delays of the simulation', () => {
	it('are those of the gateway', () => {
		const deployment = aDeployment({ retry });

		expect(attempts.map((attempt) => delayAfter(attempt, deployment, 0.3))).toEqual(
			attempts.map((attempt) => backoff(attempt, retry, 0.3)),
		);
	});

	it('are in whole seconds where the queue of AWS is told them so', async () => {
		const deployment = aDeployment({ retry, delay: { by: 'us', whole: true } });
		const told: unknown[] = [];
		const sqs = async (_: string, body: object) => {
			told.push(...(body as { Entries: { VisibilityTimeout: number }[] }).Entries.map(({ VisibilityTimeout }) => VisibilityTimeout));
			return {};
		};

		for (const attempt of attempts) {
			const disposition = { done: false, retryAfterSeconds: backoff(attempt, retry, 0.3) } as const;
			await disposeAws([aMessage()], [disposition], { sqs, queues: 'https://sqs.test/', onError: (error) => told.push(error) });
		}

		expect(attempts.map((attempt) => delayAfter(attempt, deployment, 0.3))).toEqual(told);
	});

	it('double between the bounds of a queue that has its own', () => {
		const deployment = aDeployment({ delay: { by: 'queue', least: 10, most: 600 } });

		expect([1, 2, 3, 6, 7, 8].map((delivery) => delayAfter(delivery, deployment, 0.9))).toEqual([10, 20, 40, 320, 600, 600]);
	});

	it('tell how many attempts outlive an outage, whatever chance says', () => {
		const deployment = aDeployment({ retry: { attempts: 8, backoff: 10 } });

		expect([30, 3_600, 10 * 24 * 3_600].map((seconds) => attemptsToOutlive(deployment, seconds))).toEqual([4, 15, undefined]);
	});
});

/** As Lambda hands one over. */
function aMessage() {
	const body = encodeMessage(messageFor(sampleRecord(), 'invoice-paid'));
	const attributes = { ApproximateReceiveCount: '1' };
	const record = {
		messageId: '1',
		receiptHandle: 'r',
		eventSource: 'aws:sqs',
		eventSourceARN: 'arn:aws:sqs:eu-west-1:1:q',
		body,
		attributes,
	};
	const trigger = readEvent({ Records: [record] }, {});
	const [message] = trigger.kind === 'messages' ? trigger.messages : [];
	if (message === undefined) throw new TypeError('no message was read');
	return message;
}
