import { jsonCall } from '../../src/clouds/aws/call-json.ts';
import { createClient } from '../../src/clouds/aws/client.ts';
import { createCloud } from '../../src/clouds/aws/create-cloud.ts';
import type { EventRecord } from '../../src/webhook/record.ts';
import { startEmulators } from '../clouds/aws/emulators.ts';
import { startFakeService } from '../clouds/aws/fake-service.ts';

/** A stage on AWS as far as the commands ask for it: its stack by a fake, its table by dynalite, its bucket by fauxqs. */
export async function emulatedStage() {
	const emulators = await startEmulators();
	const own = await emulators.service(['pay']);
	const outputs = { WebhookTable: own.WEBHOOK_TABLE, WebhookBucket: own.WEBHOOK_BUCKET, WebhookQueues: own.WEBHOOK_QUEUES };
	const stack = await startFakeService(() => ({ body: describeStack({ ...outputs, WebhookUrl: 'https://hooks.example.com' }) }));
	const env = { ...own, AWS_ENDPOINT_URL_CLOUDFORMATION: stack.url };
	const cloud = createCloud({ env, routes: { service: 'small', stage: 'dev' } });
	return {
		/** Of a command that works on it. */
		env,
		receive: async (record: EventRecord) => void (await cloud.events.insert(record, Date.now())),
		/** All that its table holds. */
		dump: async () => {
			const scan = jsonCall(createClient({ env }), 'dynamodb');
			const { Items } = (await scan('Scan', { TableName: own.WEBHOOK_TABLE })) as { readonly Items: readonly unknown[] };
			return Items.map((item) => JSON.stringify(item)).sort();
		},
		close: async () => {
			await stack.close();
			await emulators.close();
		},
	};
}

export type EmulatedStage = Awaited<ReturnType<typeof emulatedStage>>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
function describeStack(outputs: Readonly<Record<string, string>>): string {
	const members = Object.entries(outputs).map(
		([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
	);
	return `<DescribeStacksResponse><Stacks><member><StackName>small-dev</StackName><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResponse>`;
}
