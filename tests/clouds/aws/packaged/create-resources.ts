import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { buildApp } from 'fauxqs';
import { type JsonCall, jsonCall } from '../../../../src/clouds/aws/call-json.ts';
import { type Client, createClient } from '../../../../src/clouds/aws/client.ts';
import type { Template } from '../../../plugin/aws/package-service.ts';
import { until } from '../../local/until.ts';
import { keys } from '../emulators.ts';
import { type FakeSsm, startFakeSsm } from '../fake-ssm.ts';
import { resolver } from './template-values.ts';

export type Account = {
	/** By service: `dynamodb`, `sqs`, `s3` and `ssm`. */
	readonly targets: Readonly<Record<string, string>>;
	readonly client: Client;
	readonly ssm: FakeSsm;
	readonly close: () => Promise<void>;
};

/** What stands for an account of AWS, with nothing in it yet. */
export async function openAccount(): Promise<Account> {
	const dynamo = dynalite({ createTableMs: 0, deleteTableMs: 0 });
	await once(dynamo.listen(0, '127.0.0.1'), 'listening');
	const app = buildApp({ logger: false, host: '127.0.0.1', defaultRegion: keys.AWS_REGION });
	const fauxqs = await app.listen({ host: '127.0.0.1', port: 0 });
	const ssm = await startFakeSsm();
	const targets = { dynamodb: `http://127.0.0.1:${(dynamo.address() as AddressInfo).port}`, sqs: fauxqs, s3: fauxqs, ssm: ssm.url };
	const endpoints = Object.entries(targets).map(([service, url]) => [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, url]);
	return {
		targets,
		client: createClient({ env: { ...keys, ...Object.fromEntries(endpoints) } }),
		ssm,
		close: async () => {
			await ssm.close();
			await app.close();
			await new Promise((closed) => dynamo.close(closed));
		},
	};
}

/** Makes the template's tables, buckets and queues, and returns what resolves its values then. */
export async function createResources(template: Template, { client }: Account): Promise<ReturnType<typeof resolver>> {
	const [dynamodb, sqs] = [jsonCall(client, 'dynamodb'), jsonCall(client, 'sqs')];
	const ofType = (type: string) => Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
	const physical = [...ofType('AWS::DynamoDB::Table'), ...ofType('AWS::S3::Bucket')].map(([id]) => [id, `hookport-prod-${randomUUID()}`]);
	const resolve = resolver(template, Object.fromEntries(physical));
	for (const [id, { Properties }] of ofType('AWS::DynamoDB::Table')) await createTable(String(resolve({ Ref: id })), Properties, dynamodb);
	for (const [id] of ofType('AWS::S3::Bucket')) await client({ service: 's3', method: 'PUT', path: `/${resolve({ Ref: id })}` });
	for (const [, { Properties }] of ofType('AWS::SQS::Queue')) {
		const { QueueName, ...attributes } = resolve(Properties) as Record<string, unknown>;
		const Attributes = Object.entries(attributes).map(([name, value]) => [
			name,
			typeof value === 'object' ? JSON.stringify(value) : String(value),
		]);
		await sqs('CreateQueue', { QueueName, Attributes: Object.fromEntries(Attributes) });
	}
	return resolve;
}

async function createTable(TableName: string, properties: Readonly<Record<string, unknown>>, dynamodb: JsonCall): Promise<void> {
	const { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = properties;
	await dynamodb('CreateTable', { TableName, BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes });
	const status = async () => ((await dynamodb('DescribeTable', { TableName })).Table as { TableStatus: string }).TableStatus;
	await until(async () => (await status()) === 'ACTIVE');
}
