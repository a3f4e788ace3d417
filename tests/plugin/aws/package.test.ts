import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyService, exists, packageService, type Template, templateOf, write } from './package-service.ts';
import { readZip } from './read-zip.ts';
import { templateProblems } from './template-problems.ts';

const minutes = 60_000;
const linter = spawnSync('cfn-lint', ['--version']).status === 0;
if (!linter) console.warn('skipped: cfn-lint is not on the PATH, so the template is held to the property database alone.');

describe('the sample service, packaged for AWS', () => {
	let service: ReturnType<typeof copyService>;
	let template: Template;
	const zip = (name: string) => readZip(join(service.dir, `.serverless/${name}.zip`));
	const ofType = (type: string) =>
		Object.values(template.Resources)
			.filter(({ Type }) => Type === type)
			.map(({ Properties }) => Properties);

	beforeAll(async () => {
		service = copyService();
		// What an offline run leaves, and what a build leaves that was broken off.
		write(join(service.dir, '.esbuild-offline/.build/src/endpoints/stripe.cjs'), 'exports.handler = "local";');
		write(join(service.dir, '.esbuild/.build/src/endpoints/stale.cjs'), 'exports.handler = "stale";');
		template = await packageService(service.dir, '--stage', 'prod');
	}, 2 * minutes);
	afterAll(() => service.remove());

	it('has these resources, and says so when one comes or goes', () => {
		const list = Object.entries(template.Resources).map(([id, { Type }]) => `${id} ${Type}`);

		expect(list.sort()).toMatchSnapshot();
	});

	it("is as CloudFormation's property database knows its types", () => {
		expect(templateProblems(template.Resources)).toEqual([]);
	});

	(linter ? it : it.skip)(
		'has nothing that cfn-lint minds',
		() => {
			const { stdout } = spawnSync('cfn-lint', [templateOf(service.dir)], { encoding: 'utf8' });

			expect(stdout).toBe('');
		},
		minutes,
	);

	it('has a route of any method for each function with a path', () => {
		expect(
			ofType('AWS::ApiGatewayV2::Route')
				.map(({ RouteKey }) => RouteKey)
				.sort(),
		).toEqual([
			'ANY /webhooks/discord',
			'ANY /webhooks/github',
			'ANY /webhooks/partner',
			'ANY /webhooks/sendgrid',
			'ANY /webhooks/shopify',
			'ANY /webhooks/slack',
			'ANY /webhooks/slack/deploy-command',
			'ANY /webhooks/standard-webhooks',
			'ANY /webhooks/stripe',
			'ANY /webhooks/twilio',
		]);
	});

	it('feeds each function from its own queue, message by message, with partial failures', () => {
		const mappings = ofType('AWS::Lambda::EventSourceMapping');

		const pairs = mappings.map((mapping) =>
			[mapping.EventSourceArn, mapping.FunctionName].map((arn) => (arn as { 'Fn::GetAtt': string[] })['Fn::GetAtt'][0]),
		);
		expect(pairs).toContainEqual(['InvoiceDashpaidQueue', 'InvoiceDashpaidLambdaFunction']);
		expect(pairs).toContainEqual(['WebhookGivenUpQueue', 'WebhookDashsweepLambdaFunction']);
		expect(mappings.every((mapping) => String(mapping.FunctionResponseTypes) === 'ReportBatchItemFailures')).toBe(true);
		expect(mappings.map(({ BatchSize }) => BatchSize).sort()).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 10]);
	});

	it('gives each function a role of its own and what it has to know', () => {
		const functions = ofType('AWS::Lambda::Function');

		const roles = functions.map(({ Role }) => JSON.stringify(Role));
		expect(new Set(roles).size).toBe(functions.length);
		expect(template.Resources).not.toHaveProperty('IamRoleLambdaExecution');
		expect(template.Resources.InvoiceDashpaidLambdaFunction?.Properties).toMatchObject({
			FunctionName: 'hookport-prod-invoice-paid',
			Runtime: 'nodejs24.x',
			Architectures: ['arm64'],
			Environment: {
				Variables: {
					WEBHOOK_FUNCTION: 'invoice-paid',
					WEBHOOK_TABLE: { Ref: 'WebhookTable' },
					WEBHOOK_BUCKET: { Ref: 'WebhookBucket' },
					WEBHOOK_QUEUES: { 'Fn::Sub': expect.stringMatching(/^https:\/\/sqs\..*\/hookport-prod-$/) },
				},
			},
		});
	});

	it('keeps every log for a while, and no body, query or header in one', () => {
		const retentions = new Set(ofType('AWS::Logs::LogGroup').map(({ RetentionInDays }) => RetentionInDays));
		const { Format = '' } = (template.Resources.HttpApiStage?.Properties.AccessLogSettings ?? {}) as { Format?: string };

		expect([...retentions]).toEqual([90]);
		expect(Object.values(JSON.parse(Format)).filter((value) => /header|query|body|path/i.test(String(value)))).toEqual([]);
	});

	it('has one bundle in each zip, of the right function, with the right stage, and nothing stale', () => {
		for (const { FunctionName, Handler } of ofType('AWS::Lambda::Function') as { FunctionName: string; Handler: string }[]) {
			const files = zip(FunctionName.slice('hookport-prod-'.length));

			expect([...files.keys()]).toEqual([Handler.replace(/\.handler$/, '.cjs')]);
		}
		expect(zip('stripe').get('src/endpoints/stripe.cjs')?.toString()).toContain('stage:"prod"');
		expect(exists(service.dir, '.esbuild')).toBe(false);
	});

	it('has no code of another cloud, of another provider or of the plugin in a zip', () => {
		const text = zip('stripe').get('src/endpoints/stripe.cjs')?.toString() ?? '';

		expect(['node:sqlite', 'holds the local cloud', 'api.twilio.com', 'CloudFormation'].filter((sign) => text.includes(sign))).toEqual([]);
	});

	it('has bundles that load as Lambda loads them, and export a handler', () => {
		const file = join(service.dir, 'loaded.cjs');
		for (const [name, path] of [
			['stripe', 'src/endpoints/stripe.cjs'],
			['webhook-sweep', 'src/clouds/aws/sweep.cjs'],
		] as const) {
			write(file, zip(name).get(path)?.toString() ?? '');

			const loaded = execFileSync(process.execPath, ['-p', `typeof require(${JSON.stringify(file)}).handler`], { encoding: 'utf8' });

			expect(loaded.trim()).toBe('function');
		}
	});
});
