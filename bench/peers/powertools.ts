import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { Logger } from '@aws-lambda-powertools/logger';
import { getParameter } from '@aws-lambda-powertools/parameters/ssm';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import Stripe from 'stripe';

const { WEBHOOK_TABLE: table = '', WEBHOOK_QUEUES: queues = '' } = process.env;
const logger = new Logger({ serviceName: 'bench' });
const client = new DynamoDBClient({});
const documents = DynamoDBDocumentClient.from(client);
const sqs = new SQSClient({});
const stripe = new Stripe('sk_test_1');
const config = new IdempotencyConfig({});
const persistenceStore = new DynamoDBPersistenceLayer({ tableName: table, awsSdkV3Client: client });

/** Once for an event, as the README of Powertools says: kept, queued and logged. */
const accept = makeIdempotent(
	async ({ id, type }: Stripe.Event, body: string) => {
		await documents.send(new PutCommand({ TableName: table, Item: { pk: id, type, body } }));
		await sqs.send(new SendMessageCommand({ QueueUrl: `${queues}invoice-paid`, MessageBody: JSON.stringify({ id, type }) }));
		return { id };
	},
	{ persistenceStore, config },
);

type Event = { readonly body: string; readonly headers: Readonly<Record<string, string>> };

export const handler = async ({ body, headers }: Event, context: Parameters<IdempotencyConfig['registerLambdaContext']>[0]) => {
	config.registerLambdaContext(context);
	const secret = (await getParameter('/bench/dev/STRIPE_WEBHOOK_SECRET', { decrypt: true })) ?? '';
	const event = stripe.webhooks.constructEvent(body, headers['stripe-signature'] ?? '', secret);
	await accept(event, body);
	logger.info('accepted', { id: event.id, type: event.type });
	return { statusCode: 200 };
};
