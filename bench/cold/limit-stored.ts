import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Agent, request as plainRequest } from 'node:http';
import { request } from 'node:https';
import type { GatewayEvent } from '../sent.ts';

const { env } = process;
const agent = new Agent({ keepAlive: true });

/** The four requests that an accepted event takes, each signed by hand: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export const handler = async ({ body, headers }: GatewayEvent & { readonly headers: Readonly<Record<string, string>> }) => {
	const asked = { Names: ['STRIPE_WEBHOOK_SECRET'], WithDecryption: true };
	// Sound because the stub answers so.
	const { Parameters } = (await call('ssm', '1.1', 'AmazonSSM.GetParameters', asked)) as {
		readonly Parameters: [{ readonly Value: string }];
	};
	const secret = Parameters[0].Value;
	const [time = '', given = ''] = (headers['stripe-signature'] ?? '').split(',').map((part) => part.slice(part.indexOf('=') + 1));
	const computed = createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');
	if (given.length !== computed.length || !timingSafeEqual(Buffer.from(given), Buffer.from(computed))) return { statusCode: 401 };
	const { id, type } = JSON.parse(body);
	const Item = { pk: { S: id }, type: { S: type }, body: { S: body } };
	await call('dynamodb', '1.0', 'DynamoDB_20120810.PutItem', {
		TableName: env.WEBHOOK_TABLE,
		Item,
		ConditionExpression: 'attribute_not_exists(pk)',
	});
	const Entries = [{ Id: '0', MessageBody: JSON.stringify({ id, type }) }];
	await call('sqs', '1.0', 'AmazonSQS.SendMessageBatch', { QueueUrl: `${env.WEBHOOK_QUEUES}invoice-paid`, Entries });
	const sent = { UpdateExpression: 'SET sent = :sent', ExpressionAttributeValues: { ':sent': { BOOL: true } } };
	await call('dynamodb', '1.0', 'DynamoDB_20120810.UpdateItem', { TableName: env.WEBHOOK_TABLE, Key: { pk: { S: id } }, ...sent });
	process.stdout.write(`${JSON.stringify({ level: 'INFO', message: 'accepted', id, type })}\n`);
	return { statusCode: 200 };
};

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

function call(service: string, version: string, target: string, input: object): Promise<unknown> {
	const { protocol, hostname, port, host } = new URL(env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? '');
	const body = JSON.stringify(input);
	const time = new Date().toISOString().replace(/[:-]|\.\d+/g, '');
	const scope = `${time.slice(0, 8)}/${env.AWS_REGION}/${service}/aws4_request`;
	const type = `application/x-amz-json-${version}`;
	const signed = { 'content-type': type, host, 'x-amz-date': time, 'x-amz-target': target };
	const names = Object.keys(signed).join(';');
	const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`);
	const asked = ['POST', '/', '', lines.join(''), names, createHash('sha256').update(body).digest('hex')].join('\n');
	const toSign = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(asked).digest('hex')].join('\n');
	const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${env.AWS_SECRET_ACCESS_KEY}`);
	const signature = createHmac('sha256', key).update(toSign).digest('hex');
	const authorization = `AWS4-HMAC-SHA256 Credential=${env.AWS_ACCESS_KEY_ID}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
	return new Promise((resolve, reject) => {
		// The stub speaks without TLS, AWS with it.
		const ask = protocol === 'http:' ? plainRequest : request;
		const sent = ask(
			{ hostname, port, agent, method: 'POST', headers: { ...signed, authorization, 'content-length': Buffer.byteLength(body) } },
			(answer) => {
				let text = '';
				answer.setEncoding('utf8').on('data', (chunk) => {
					text += chunk;
				});
				answer.on('end', () => resolve(JSON.parse(text)));
			},
		);
		sent.on('error', reject).end(body);
	});
}
