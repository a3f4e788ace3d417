import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyService, packageService, templateOf, write } from './package-service.ts';
import { templateProblems } from './template-problems.ts';

const minutes = 60_000;
const linter = spawnSync('cfn-lint', ['--version']).status === 0;

const head = (settings: object) => `
service: shop
configValidationMode: error
plugins: [./src/plugin/plugin.ts, serverless-esbuild]
provider: { name: aws, runtime: nodejs24.x, architecture: arm64, versionFunctions: false }
custom: { webhook: { aws: ${JSON.stringify(settings)}, sources: { stripe: { types: [a] } } } }
functions:
  stripe: { handler: src/endpoints/stripe.handler, events: [{ webhook: stripe }] }
`;
const many = (count: number) =>
	Array.from(
		{ length: count },
		(_, at) =>
			`  f${at}: { handler: src/functions/stripe/invoice-paid.handler, events: [{ webhook: { source: stripe, type: invoice.paid } }] }\n`,
	).join('');

describe('a service with settings of its own, packaged for AWS', () => {
	let service: ReturnType<typeof copyService>;
	const pack = (text: string) => {
		write(join(service.dir, 'serverless.yml'), text);
		return packageService(service.dir);
	};
	beforeEach(() => {
		service = copyService();
	});
	afterEach(() => service.remove());

	it(
		'given every setting → each is where AWS looks for it',
		async () => {
			const domain = {
				name: 'hooks.example.com',
				certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
			};
			const settings = { alarmEmail: 'team@example.com', logRetentionDays: 7, throttle: { rate: 100, burst: 200 }, domain, tracing: true };

			const { Resources, Outputs } = await pack(`${head(settings)}${many(1)}`);

			expect(Resources.HttpApiStage?.Properties.DefaultRouteSettings).toEqual({
				DetailedMetricsEnabled: false,
				ThrottlingRateLimit: 100,
				ThrottlingBurstLimit: 200,
			});
			expect(Resources.StripeLambdaFunction?.Properties).toMatchObject({
				TracingConfig: { Mode: 'Active' },
				Environment: { Variables: { WEBHOOK_PUBLIC_URL: 'https://hooks.example.com' } },
			});
			expect(Resources.StripeLogGroup?.Properties.RetentionInDays).toBe(7);
			expect(Object.keys(Outputs)).toContain('WebhookDomainTarget');
			expect(templateProblems(Resources)).toEqual([]);
			const { stdout } = linter ? spawnSync('cfn-lint', [templateOf(service.dir)], { encoding: 'utf8' }) : { stdout: '' };
			expect(stdout).toBe('');
		},
		2 * minutes,
	);

	it(
		'given more functions than a stack takes → one line with how many fit and how to split, and so many do fit',
		async () => {
			const message = await pack(`${head({})}${many(75)}`).catch((error: Error) => error.message);

			const [, total, fitting] =
				/the stack has (\d+) resources, and CloudFormation takes 500: about (\d+) of the 77 functions fit\. Move whole sources/.exec(
					String(message),
				) ?? [];
			expect([Number(total) > 500, Number(fitting) > 50]).toEqual([true, true]);
			const { Resources } = await pack(`${head({})}${many(Number(fitting) - 2)}`);
			expect(Object.keys(Resources).length).toBeGreaterThan(480);
		},
		4 * minutes,
	);

	it.each([
		['a name of its own', 'name: mine', 'function "f": "name: mine" must go, since the gateway finds functions by "shop-dev-f"'],
		['an unknown key', 'concurrency: 3', 'Configuration error'],
	])(
		'given %s of a function → one line',
		async (_given, line, expected) => {
			const message = await pack(`${head({})}  f: { handler: src/functions/reserve-stock.handler, ${line} }\n`).catch(
				(error: Error) => error.message,
			);

			expect(message).toContain(expected);
		},
		minutes,
	);
});
