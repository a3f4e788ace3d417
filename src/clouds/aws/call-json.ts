import type { Client } from './client.ts';
import type { Service } from './endpoint.ts';

/** An action of a service that speaks AWS JSON: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
export type JsonCall = (action: string, input: object) => Promise<Readonly<Record<string, unknown>>>;

const protocols = {
	dynamodb: { version: '1.0', prefix: 'DynamoDB_20120810' },
	sqs: { version: '1.0', prefix: 'AmazonSQS' },
	ssm: { version: '1.1', prefix: 'AmazonSSM' },
} as const satisfies Partial<Record<Service, object>>;

export function jsonCall(client: Client, service: keyof typeof protocols): JsonCall {
	const { version, prefix } = protocols[service];
	return async (action, input) => {
		const { body } = await client({
			service,
			headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${prefix}.${action}` },
			body: JSON.stringify(input),
		});
		// Sound because both versions of the protocol answer with an object.
		return body.length === 0 ? {} : (JSON.parse(body.toString()) as Record<string, unknown>);
	};
}
