import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { buildApp } from 'fauxqs';
import { jsonCall } from '../../../src/clouds/aws/call-json.ts';
import { createClient } from '../../../src/clouds/aws/client.ts';
import { tableSchema } from '../../../src/clouds/aws/table-schema.ts';
import { until } from '../local/until.ts';

/** What a function of `test-test` finds in its environment. */
export type AwsEnvironment = Readonly<Record<'WEBHOOK_TABLE' | 'WEBHOOK_BUCKET' | 'WEBHOOK_QUEUES' | 'AWS_REGION', string>> &
	Readonly<Record<string, string>>;

export type Emulators = {
	/** An empty table, an empty bucket and empty queues of these functions, with their dead letters and the given-up queue. */
	readonly service: (functions?: readonly string[]) => Promise<AwsEnvironment>;
	readonly close: () => Promise<void>;
};

const account = '000000000000';
export const keys = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'an example' };

/** DynamoDB by dynalite, SQS and S3 by fauxqs; in this process, on loopback, on ports that are free. */
export async function startEmulators(): Promise<Emulators> {
	const dynamo = dynalite({ createTableMs: 0, deleteTableMs: 0 });
	await once(dynamo.listen(0, '127.0.0.1'), 'listening');
	const app = buildApp({ logger: false, host: '127.0.0.1' });
	const queues = await app.listen({ host: '127.0.0.1', port: 0 });
	const endpoints = {
		AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(dynamo.address() as AddressInfo).port}`,
		AWS_ENDPOINT_URL_SQS: queues,
		AWS_ENDPOINT_URL_S3: queues,
	};
	const client = createClient({ env: { ...keys, ...endpoints } });
	const [dynamodb, sqs] = [jsonCall(client, 'dynamodb'), jsonCall(client, 'sqs')];
	return {
		service: async (functions = []) => {
			const name = `test-${randomUUID()}`;
			await dynamodb('CreateTable', { TableName: name, ...tableSchema });
			await until(
				async () => ((await dynamodb('DescribeTable', { TableName: name })).Table as { TableStatus: string }).TableStatus === 'ACTIVE',
			);
			await client({ service: 's3', method: 'PUT', path: `/${name}` });
			for (const queue of ['given-up', ...functions.flatMap((each) => [each, `${each}-dead`])]) {
				await sqs('CreateQueue', { QueueName: `${name}-${queue}` });
			}
			return { ...keys, ...endpoints, WEBHOOK_TABLE: name, WEBHOOK_BUCKET: name, WEBHOOK_QUEUES: `${queues}/${account}/${name}-` };
		},
		close: async () => {
			await app.close();
			await new Promise((closed) => dynamo.close(closed));
		},
	};
}
