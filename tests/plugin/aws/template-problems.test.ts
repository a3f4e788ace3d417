import { describe, expect, it } from '@jest/globals';
import { deployment } from '../../../src/plugin/aws/deployment.ts';
import { samplePlan } from './sample-plan.ts';
import { templateProblems } from './template-problems.ts';

const everything = {
	alarmEmail: 'team@example.com',
	throttle: { rate: 10, burst: 20 },
	domain: { name: 'hooks.example.com', certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/a' },
	tracing: true,
};

describe("CloudFormation's property database", () => {
	it('given the resources with every setting on → finds nothing to say', () => {
		const grants = { statements: [], managedPolicies: ['arn:aws:iam::aws:policy/x'], permissionsBoundary: 'arn:aws:iam::1:policy/y' };

		const { resources } = deployment(samplePlan(everything, { grants }));

		expect(templateProblems(resources)).toEqual([]);
	});

	it('given mistakes of each kind → finds them', () => {
		const problems = templateProblems({
			A: { Type: 'AWS::SQS::Kueue' },
			B: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeOut: 1 } },
			C: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 'long' } },
			D: { Type: 'AWS::IAM::Role', Properties: {} },
			E: { Type: 'AWS::S3::Bucket', Properties: { LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpireInDays: 1 }] } } },
		});

		expect(problems).toEqual([
			'A: no type AWS::SQS::Kueue',
			'B: no property VisibilityTimeOut',
			'C.VisibilityTimeout: "long" is no integer',
			'D: AssumeRolePolicyDocument is missing',
			'E.LifecycleConfiguration.Rules.0: no property ExpireInDays',
		]);
	});
});
