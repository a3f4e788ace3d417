import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jsonCall } from '../../../src/clouds/aws/call-json.ts';
import { createClient } from '../../../src/clouds/aws/client.ts';
import { createCloud } from '../../../src/clouds/aws/create-cloud.ts';
import { itemKey } from '../../../src/clouds/aws/table.ts';
import { encodeMessage, messageFor } from '../../../src/webhook/message.ts';
import type { Cloud } from '../../../src/webhook/ports.ts';
import { noon, sampleRecord } from '../../ports/sample-record.ts';
import { type AwsEnvironment, type Emulators, keys, startEmulators } from './emulators.ts';
import { takeAll } from './take-all.ts';

let emulators: Emulators;
let env: AwsEnvironment;
let cloud: Cloud;
beforeAll(async () => {
	emulators = await startEmulators();
	env = await emulators.service(['ledger']);
	cloud = createCloud({ env, routes: { service: 'shop', stage: 'prod' }, now: () => noon });
});
afterAll(() => emulators.close());

const config = (endpoint: string | undefined) => ({
	region: keys.AWS_REGION,
	endpoint: endpoint ?? '',
	credentials: { accessKeyId: keys.AWS_ACCESS_KEY_ID, secretAccessKey: keys.AWS_SECRET_ACCESS_KEY },
});

describe('the official client', () => {
	it('of DynamoDB reads the item that we wrote, and we read it after the client changed it', async () => {
		const client = new DynamoDBClient(config(env.AWS_ENDPOINT_URL_DYNAMODB));
		const record = sampleRecord({ body: Buffer.from([0, 255, 128]), functions: {} });
		const Key = { pk: { S: itemKey('event', 'stripe', 'evt_1') } };
		await cloud.events.insert(record, noon);

		const { Item = {} } = await client.send(new GetItemCommand({ TableName: env.WEBHOOK_TABLE, Key }));
		await client.send(
			new UpdateItemCommand({
				TableName: env.WEBHOOK_TABLE,
				Key,
				UpdateExpression: 'SET #q = :q',
				ExpressionAttributeNames: { '#q': 'query' },
				ExpressionAttributeValues: { ':q': { S: 'a=b' } },
			}),
		);

		expect(Item).toMatchObject({
			source: { S: 'stripe' },
			eventId: { S: 'evt_1' },
			status: { S: 'unhandled' },
			receivedAt: { N: String(noon) },
		});
		expect(Buffer.from(Item.body?.B ?? [])).toEqual(Buffer.from([0, 255, 128]));
		expect(await cloud.events.get(record)).toEqual({ ...record, query: 'a=b' });
		await expect(
			client.send(new PutItemCommand({ TableName: env.WEBHOOK_TABLE, Item: Key, ConditionExpression: 'attribute_not_exists(pk)' })),
		).rejects.toThrow('conditional');
		client.destroy();
	});

	it('of SQS receives what we sent and buried, and we take what it sends', async () => {
		const client = new SQSClient(config(env.AWS_ENDPOINT_URL_SQS));
		const message = messageFor(sampleRecord({ id: 'é \u{1f600}' }), 'ledger');
		const receive = (QueueUrl: string) => client.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }));
		await cloud.queue.send([message]);
		await cloud.queue.bury(message, 'failed 3 times');

		const [sent, buried] = [await receive(`${env.WEBHOOK_QUEUES}ledger`), await receive(`${env.WEBHOOK_QUEUES}ledger-dead`)];
		await client.send(new SendMessageCommand({ QueueUrl: `${env.WEBHOOK_QUEUES}ledger`, MessageBody: encodeMessage(message) }));

		expect(sent.Messages?.map(({ Body = '' }) => JSON.parse(Body))).toEqual([message]);
		expect(buried.Messages?.[0]?.MessageAttributes?.reason?.StringValue).toBe('failed 3 times');
		const taken = await takeAll(jsonCall(createClient({ env }), 'sqs'), `${env.WEBHOOK_QUEUES}ledger`);
		expect(taken.map((each) => each.message)).toEqual([message]);
		client.destroy();
	});

	it('of S3 gets the bytes that we put, and we get those that it puts', async () => {
		const client = new S3Client({ ...config(env.AWS_ENDPOINT_URL_S3), forcePathStyle: true });
		const bytes = Buffer.from([0, 255, 254, 10]);
		await cloud.blobs.put('stripe/00ff', bytes);

		const { Body } = await client.send(new GetObjectCommand({ Bucket: env.WEBHOOK_BUCKET, Key: 'stripe/00ff' }));
		await client.send(new PutObjectCommand({ Bucket: env.WEBHOOK_BUCKET, Key: 'stripe/11', Body: bytes }));

		expect(Buffer.from((await Body?.transformToByteArray()) ?? [])).toEqual(bytes);
		expect(await cloud.blobs.get('stripe/11')).toEqual(bytes);
		client.destroy();
	});
});
