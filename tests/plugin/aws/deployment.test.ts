import { describe, expect, it } from '@jest/globals';
import { deployment } from '../../../src/plugin/aws/deployment.ts';
import type { Resource } from '../../../src/plugin/aws/plan.ts';
import { queued } from '../../../src/plugin/aws/plan.ts';
import { type MetricName, measured } from '../../../src/webhook/metric.ts';
import { samplePlan } from './sample-plan.ts';

const resourcesOf = (settings?: unknown): Readonly<Record<string, Resource>> => deployment(samplePlan(settings)).resources;
const ofType = (type: string, resources = resourcesOf()) => Object.entries(resources).filter(([, { Type }]) => Type === type);
const properties = (id: string, settings?: unknown) => resourcesOf(settings)[id]?.Properties ?? {};

type Asked = { readonly Namespace: string; readonly MetricName: string; readonly Dimensions: readonly { readonly Name: string }[] };
const pairs = (names: readonly string[]) => names.filter((_, at) => at % 2 === 0).map((Name) => ({ Name }));

describe('the deployment to AWS', () => {
	it('given a function that takes events, stored or handled → a queue and its dead letters, and none for an endpoint or a called one', () => {
		const names = ofType('AWS::SQS::Queue').map(([, { Properties }]) => Properties.QueueName);

		expect(names).toEqual([
			'shop-prod-invoice-paid',
			'shop-prod-invoice-paid-dead',
			'shop-prod-command',
			'shop-prod-command-dead',
			'shop-prod-given-up',
		]);
	});

	it('given any time-out → time-out < lease ≤ visibility, which is six time-outs or more', () => {
		const { routes } = samplePlan();
		for (const timeout of [1, 2, 3, 5, 10, 60, 900]) {
			const plan = { ...samplePlan(), routes: { ...routes, timeouts: { 'invoice-paid': timeout } } };
			const lease = timeout + 5;

			const visibility = Number(deployment(plan).resources.InvoiceDashpaidQueue?.Properties.VisibilityTimeout);

			expect(timeout < lease && lease + 10 <= visibility && visibility >= 6 * timeout).toBe(true);
		}
	});

	it('given a function of the most attempts → SQS gives up later than we do', () => {
		const receives = queued(samplePlan().routes).map((name) => {
			const id = name === 'command' ? 'CommandQueue' : 'InvoiceDashpaidQueue';
			return properties(id).RedrivePolicy;
		});

		const policy = { deadLetterTargetArn: { 'Fn::GetAtt': ['WebhookGivenUpQueue', 'Arn'] }, maxReceiveCount: 300 };
		expect(receives).toEqual([policy, policy]);
	});

	it.each([
		[false, 'Retain', true],
		[true, 'Delete', false],
	])('given throwAway: %s → table and bucket are removed by %s', (throwAway, policy, isProtected) => {
		const resources = resourcesOf({ throwAway });

		const policies = ['WebhookTable', 'WebhookBucket'].map((id) => [resources[id]?.DeletionPolicy, resources[id]?.UpdateReplacePolicy]);
		expect(policies).toEqual(Array(2).fill([policy, policy]));
		expect(resources.WebhookTable?.Properties.DeletionProtectionEnabled).toBe(isProtected);
	});

	it('given the longest time that a record is kept → the bytes outlive it and its dead letter, and no version is kept beyond', () => {
		const bucket = properties('WebhookBucket');

		expect(bucket.LifecycleConfiguration).toMatchObject({ Rules: [{ Status: 'Enabled', ExpirationInDays: 37 }] });
		expect(bucket).not.toHaveProperty('VersioningConfiguration');
		expect(bucket.PublicAccessBlockConfiguration).toEqual({
			BlockPublicAcls: true,
			BlockPublicPolicy: true,
			IgnorePublicAcls: true,
			RestrictPublicBuckets: true,
		});
	});

	it('given routes → each function has what its events ask for: any method at its path, its queue one by one', () => {
		const { functions, sweep } = deployment(samplePlan({}, { paces: { 'invoice-paid': { batchSize: 5, maximumConcurrency: 2 } } }));
		const queue = (id: string, more: object) => ({
			sqs: { arn: { 'Fn::GetAtt': [id, 'Arn'] }, functionResponseType: 'ReportBatchItemFailures', ...more },
		});

		expect(Object.fromEntries(Object.entries(functions).map(([name, { events }]) => [name, events]))).toEqual({
			stripe: [{ httpApi: { method: '*', path: '/webhooks/stripe' } }],
			partner: [{ httpApi: { method: '*', path: '/webhooks/partner' } }],
			'invoice-paid': [queue('InvoiceDashpaidQueue', { batchSize: 5, maximumConcurrency: 2 })],
			command: [{ httpApi: { method: '*', path: '/webhooks/slack/command' } }, queue('CommandQueue', { batchSize: 1 })],
			'reserve-stock': [],
		});
		expect(sweep.events).toEqual([{ schedule: 'rate(1 minute)' }, queue('WebhookGivenUpQueue', { batchSize: 10 })]);
	});

	it('given a domain → a mapping before the API, and the functions know their public URL', () => {
		const domain = { name: 'hooks.example.com', certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/a' };

		const { resources, functions, outputs } = deployment(samplePlan({ domain }));

		expect(resources.WebhookDomain?.Properties.DomainName).toBe('hooks.example.com');
		expect(resources.WebhookDomainMapping?.Properties).toMatchObject({ ApiId: { Ref: 'HttpApi' }, Stage: { Ref: 'HttpApiStage' } });
		expect(functions.stripe?.environment.WEBHOOK_PUBLIC_URL).toBe('https://hooks.example.com');
		expect(outputs).toHaveProperty('WebhookDomainTarget');
	});

	it('given an address → every alarm tells it, when it begins and when it ends; and without one, none does', () => {
		const topic = [{ Ref: 'WebhookAlarmTopic' }];

		const told = ofType('AWS::CloudWatch::Alarm', resourcesOf({ alarmEmail: 'team@example.com' }));
		const untold = ofType('AWS::CloudWatch::Alarm');

		expect(
			told.every(
				([, { Properties }]) => JSON.stringify([Properties.AlarmActions, Properties.OKActions]) === JSON.stringify([topic, topic]),
			),
		).toBe(true);
		expect(untold.some(([, { Properties }]) => 'AlarmActions' in Properties)).toBe(false);
		expect(untold.map(([id]) => id)).toEqual([
			'WebhookServerErrorsAlarm',
			'WebhookSweepErrorsAlarm',
			'WebhookTableThrottlesAlarm',
			'WebhookRefusedStripeAlarm',
			'WebhookRefusedPartnerAlarm',
			'WebhookRefusedSlackAlarm',
			'WebhookThrottles1Alarm',
			'InvoiceDashpaidDeadLettersAlarm',
			'InvoiceDashpaidOldestMessageAlarm',
			'CommandDeadLettersAlarm',
			'CommandOldestMessageAlarm',
		]);
	});

	it('given the attempts of a function → its oldest message may be as old as all of them take, and five minutes', () => {
		const slow = properties('CommandOldestMessageAlarm').Threshold;

		expect(slow).toBe(10 + 20 + 40 + 80 + 160 + 320 + 640 + 8 * 3 + 300);
	});

	it('given our own metrics → alarms and dashboard ask for them by names and dimensions that are written', () => {
		const alarms = ofType('AWS::CloudWatch::Alarm').flatMap(
			([, { Properties }]) => Properties.Metrics as { MetricStat?: { Metric: Asked } }[],
		);
		const { 'Fn::Sub': text = '{}' } = (properties('WebhookDashboard').DashboardBody ?? {}) as { 'Fn::Sub'?: string };
		const shown: string[][] = JSON.parse(text).widgets.flatMap((one: { properties: { metrics: unknown } }) => one.properties.metrics);

		const asked = [
			...alarms.flatMap(({ MetricStat }) => (MetricStat?.Metric.Namespace === 'Hookport' ? [MetricStat.Metric] : [])),
			...shown.filter(([from]) => from === 'Hookport').map(([, MetricName = '', ...rest]) => ({ MetricName, Dimensions: pairs(rest) })),
		].map((each) => [each.MetricName, each.Dimensions.map(({ Name }) => Name)] as const);

		expect(new Set(asked.map(([name]) => name))).toEqual(new Set(Object.keys(measured)));
		for (const [name, dimensions] of asked) {
			const written: readonly (readonly string[])[] = measured[name as MetricName].dimensions;
			expect(written.map((set) => ['service', 'stage', ...set])).toContainEqual(dimensions);
		}
	});

	it('given many functions → no alarm looks at more than ten metrics', () => {
		const timeouts = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`f${at}`, 6]));
		const plan = samplePlan();

		const alarms = ofType('AWS::CloudWatch::Alarm', deployment({ ...plan, routes: { ...plan.routes, timeouts } }).resources);

		expect(Math.max(...alarms.map(([, { Properties }]) => (Properties.Metrics as object[]).length))).toBe(10);
		expect(JSON.stringify(alarms)).toContain('shop-prod-f39');
	});

	it('given dashboard: false → none; and else one whose text is JSON once its names are filled in', () => {
		const [, body] = Object.values(properties('WebhookDashboard'));

		expect(resourcesOf({ dashboard: false })).not.toHaveProperty('WebhookDashboard');
		const text = (body as Readonly<Record<string, string>>)['Fn::Sub'] ?? '';
		expect(JSON.parse(text.replace(/\$\{[\w:]+\}/g, 'x')).widgets).toHaveLength(15);
	});
});
