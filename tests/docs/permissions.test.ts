import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

type Statement = {
	readonly Sid?: string;
	readonly Action: string | string[];
	readonly Resource: string | string[];
	readonly Condition?: object;
};

const root = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const blocks = [...read('docs/deploy-aws.md').matchAll(/^ *```json\n([\s\S]*?)^ *```$/gm)].map(([, text = '']) => JSON.parse(text));
const [deployer = [], operator = [], trust = []]: readonly Statement[][] = blocks.map(({ Statement }) => Statement);

/** What CloudFormation has to be allowed first of all, to make a resource of a type. */
const creating: Readonly<Record<string, string>> = {
	'AWS::ApiGatewayV2::Api': 'apigateway:POST',
	'AWS::ApiGatewayV2::ApiMapping': 'apigateway:POST',
	'AWS::ApiGatewayV2::DomainName': 'apigateway:POST',
	'AWS::ApiGatewayV2::Integration': 'apigateway:POST',
	'AWS::ApiGatewayV2::Route': 'apigateway:POST',
	'AWS::ApiGatewayV2::Stage': 'apigateway:POST',
	'AWS::CloudWatch::Alarm': 'cloudwatch:PutMetricAlarm',
	'AWS::CloudWatch::Dashboard': 'cloudwatch:PutDashboard',
	'AWS::DynamoDB::Table': 'dynamodb:CreateTable',
	'AWS::Events::Rule': 'events:PutRule',
	'AWS::IAM::Role': 'iam:CreateRole',
	'AWS::Lambda::EventSourceMapping': 'lambda:CreateEventSourceMapping',
	'AWS::Lambda::Function': 'lambda:CreateFunction',
	'AWS::Lambda::Permission': 'lambda:AddPermission',
	'AWS::Logs::LogGroup': 'logs:CreateLogGroup',
	'AWS::S3::Bucket': 's3:CreateBucket',
	'AWS::S3::BucketPolicy': 's3:PutBucket*',
	'AWS::SNS::Topic': 'sns:CreateTopic',
	'AWS::SQS::Queue': 'sqs:CreateQueue',
	'AWS::SQS::QueuePolicy': 'sqs:SetQueueAttributes',
};

/** What osls itself asked for on moto: deploy, an update, `deploy function`, `info`, `deploy list`, `logs`, `remove`. */
const asked = [
	...['CreateChangeSet', 'DeleteChangeSet', 'DeleteStack', 'DescribeChangeSet', 'DescribeStackEvents', 'DescribeStackResource'].map(
		cloudFormation,
	),
	...['DescribeStacks', 'ExecuteChangeSet', 'ListStackResources', 'ValidateTemplate'].map(cloudFormation),
	...['lambda:GetFunction', 'lambda:UpdateFunctionCode', 'logs:DescribeLogStreams', 's3:ListBucket', 's3:GetObject', 's3:PutObject'],
	's3:DeleteObject',
];

function cloudFormation(action: string): string {
	return `cloudformation:${action}`;
}

const actions = deployer.flatMap(({ Action }) => Action);
const resources = (statement: Statement) => [statement.Resource].flat();

describe("the page's permissions", () => {
	it('let a deployer make every type of resource that the sample service has', () => {
		const snapshot = read('tests/plugin/aws/__snapshots__/package.test.ts.snap');
		const types = new Set([...snapshot.matchAll(/AWS::\w+::\w+/g)].map(([type]) => type));

		expect(types.size).toBeGreaterThan(10);
		expect([...types].filter((type) => !actions.includes(creating[type] ?? 'unknown'))).toEqual([]);
		expect(Object.values(creating).filter((action) => !actions.includes(action))).toEqual([]);
	});

	it('let osls do what it does itself', () => {
		const allowed = actions.map((action) => new RegExp(`^${action.replaceAll('*', '.*')}$`));

		expect(asked.filter((action) => !allowed.some((each) => each.test(action)))).toEqual([]);
	});

	it('fit into one managed policy, and no action stands alone as a star', () => {
		expect(JSON.stringify(blocks[0]).length).toBeLessThan(6144);
		expect([...actions, ...operator.flatMap(({ Action }) => Action)].filter((action) => /^\*|:\*$/.test(action))).toEqual([]);
	});

	it('name resources of the service, save where AWS has none to name', () => {
		const wide = [...deployer, ...operator].filter((statement) => resources(statement).includes('*'));
		const foreign = [...deployer, ...operator]
			.flatMap((statement) => resources(statement))
			.filter((resource) => resource !== '*' && !/hookport|apigateway|event-source-mapping/.test(resource));

		expect(wide.map(({ Sid, Condition }) => [Sid, Condition !== undefined])).toEqual([
			['Mappings', true],
			['WithoutAResource', false],
			['NamesOfSecrets', false],
		]);
		expect(foreign).toEqual([]);
	});

	it('let only this repository, in this environment, take the role', () => {
		expect(trust.map(({ Condition }) => Condition)).toEqual([
			{
				StringEquals: {
					'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
					'token.actions.githubusercontent.com:sub': 'repo:OWNER/REPOSITORY:environment:prod',
				},
			},
		]);
	});
});
