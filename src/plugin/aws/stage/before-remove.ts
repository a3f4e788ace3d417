import { Mistake } from '../../mistake.ts';
import { emptyBucket } from './empty-bucket.ts';
import { readStack } from './read-stack.ts';
import type { Stage } from './stage.ts';

/**
 * CloudFormation removes no bucket that holds something, so that of a throw-away stage is emptied first. What counts is what was deployed: a stack that
 * keeps its table and bucket keeps what is in them.
 * @throws {Mistake} where serverless.yml says now that they are kept, and the stack would take them along
 */
export async function beforeRemove(stage: Stage, throwAway: boolean, print: (text: string) => void): Promise<void> {
	const stack = await readStack(stage.client, stage.stackName);
	const { WebhookThrowAway, WebhookBucket } = stack?.outputs ?? {};
	if (WebhookThrowAway !== 'true' || WebhookBucket === undefined || stack?.isProtected) return;
	if (!throwAway)
		throw new Mistake(
			`sls remove: ${stage.stackName} was deployed as throw-away, and serverless.yml says now that its table and bucket are kept: deploy first, then remove`,
		);
	const removed = await emptyBucket(stage.client, WebhookBucket);
	if (removed > 0) print(`Emptied the bucket ${WebhookBucket}: ${removed} ${removed === 1 ? 'object' : 'objects'}`);
}
