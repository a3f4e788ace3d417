import type { Template } from '../../../plugin/aws/package-service.ts';
import { keys } from '../emulators.ts';

const account = '000000000000';

/** What `AWS::…` stands for. */
const pseudo: Readonly<Record<string, string>> = {
	'AWS::Region': keys.AWS_REGION,
	'AWS::AccountId': account,
	'AWS::Partition': 'aws',
	'AWS::URLSuffix': 'amazonaws.com',
	'AWS::StackName': 'hookport-prod',
};

/** Replaces intrinsic functions by what they come to, as CloudFormation does: those that name functions, queues, the table and the bucket. */
export function resolver({ Resources }: Template, physical: Readonly<Record<string, string>>): (value: unknown) => unknown {
	const nameOf = (id: string) => {
		const { FunctionName, QueueName } = Resources[id]?.Properties ?? {};
		return String(pseudo[id] ?? physical[id] ?? FunctionName ?? QueueName ?? id);
	};
	const arnOf = (id: string) => {
		const service = Resources[id]?.Type === 'AWS::SQS::Queue' ? 'sqs' : 'lambda';
		return `arn:aws:${service}:${keys.AWS_REGION}:${account}:${service === 'lambda' ? 'function:' : ''}${nameOf(id)}`;
	};
	const resolve = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(resolve);
		if (typeof value !== 'object' || value === null) return value;
		const { Ref, 'Fn::GetAtt': attribute, 'Fn::Sub': text, 'Fn::Join': join } = value as Record<string, unknown>;
		if (Ref !== undefined) return nameOf(String(Ref));
		if (Array.isArray(attribute)) return arnOf(String(attribute[0]));
		if (text !== undefined) return String(text).replace(/\$\{([\w:]+)\}/g, (_, id: string) => nameOf(id));
		if (Array.isArray(join)) return (resolve(join[1]) as string[]).join(String(join[0]));
		return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolve(inner)]));
	};
	return resolve;
}

/** The last part of an ARN: the name of a function or a queue. */
export function nameIn(arn: unknown): string {
	return String(arn).replace(/^.*:/, '');
}
