import { describe, expect, it } from '@jest/globals';
import type { Plan } from '../../../src/plugin/aws/plan.ts';
import { roles } from '../../../src/plugin/aws/roles.ts';
import type { Statement } from '../../../src/plugin/aws/statement.ts';
import { takingSecrets } from '../../../src/plugin/aws/taking-secrets.ts';
import { addTeller } from '../../bringing-provider.ts';
import { samplePlan } from './sample-plan.ts';

/** The statements of a role, each as `actions on resources (keys)`, with what CloudFormation fills in left out. */
function statementsOf(name: string, plan: Plan = samplePlan()): readonly string[] {
	const { Policies } = (roles(plan)[name]?.Properties ?? {}) as { Policies?: { PolicyDocument: { Statement: Statement[] } }[] };
	return (Policies?.[0]?.PolicyDocument.Statement ?? []).map(({ Action, Resource, Condition }) => {
		const keys = Object.values(Condition ?? {}).map((condition) =>
			Object.values(condition as object)
				.flat()
				.join(' or '),
		);
		return [Action.join(', '), 'on', Resource.map(plain).join(', '), ...keys.map((key) => `(${key})`)].join(' ');
	});
}

function plain(resource: unknown): string {
	if (typeof resource === 'string') return resource;
	const { 'Fn::GetAtt': attribute, 'Fn::Sub': text } = resource as Readonly<Record<string, string | string[]>>;
	if (attribute) return String(attribute);
	const filled = String(text).replaceAll(/\$\{(.*?)\}/g, '$1');
	return filled.replace(/^arn:AWS::Partition:(\w+):AWS::Region:AWS::AccountId:/, '$1 ');
}

const log = (name: string) => `logs:CreateLogStream, logs:PutLogEvents on logs log-group:/aws/lambda/shop-prod-${name}:*`;
const consume = 'sqs:ReceiveMessage, sqs:DeleteMessage, sqs:ChangeMessageVisibility, sqs:GetQueueAttributes on';
const work = [
	'dynamodb:GetItem, dynamodb:PutItem, dynamodb:DeleteItem on WebhookTable,Arn (record#*)',
	'ssm:GetParameters on ssm parameter/shop/prod/NOTIFY_WEBHOOK_URL, ssm parameter/shop/prod/NOTIFY_WEBHOOK_URL_PREVIOUS',
	'lambda:InvokeFunction on lambda function:shop-prod-reserve-stock',
];

const expected: readonly (readonly [what: string, role: string, statements: readonly string[]])[] = [
	[
		'an endpoint',
		'StripeRole',
		[
			log('stripe'),
			'dynamodb:PutItem, dynamodb:GetItem, dynamodb:UpdateItem on WebhookTable,Arn (event#["stripe",* or event#sha256:*)',
			's3:PutObject, s3:DeleteObject on WebhookBucket.Arn/stripe/*',
			'ssm:GetParameters on ssm parameter/shop/prod/STRIPE_WEBHOOK_SECRET, ssm parameter/shop/prod/STRIPE_WEBHOOK_SECRET_PREVIOUS, ssm parameter/shop/prod/STRIPE_WEBHOOK_SECRET_RETIRED',
			'sqs:SendMessage on InvoiceDashpaidQueue,Arn',
		],
	],
	[
		'an endpoint that nobody listens behind, with checks of the caller',
		'PartnerRole',
		[
			log('partner'),
			'dynamodb:PutItem, dynamodb:GetItem, dynamodb:UpdateItem on WebhookTable,Arn (event#["partner",* or event#sha256:*)',
			's3:PutObject, s3:DeleteObject on WebhookBucket.Arn/partner/*',
			`ssm:GetParameters on ${['WEBHOOK_SECRET', 'WEBHOOK_SECRET_PREVIOUS', 'WEBHOOK_SECRET_RETIRED', 'API_KEY', 'API_KEY_PREVIOUS', 'BASIC_AUTH', 'BASIC_AUTH_PREVIOUS'].map((kind) => `ssm parameter/shop/prod/PARTNER_${kind}`).join(', ')}`,
		],
	],
	[
		'a function that its queue wakes',
		'InvoiceDashpaidRole',
		[
			log('invoice-paid'),
			'dynamodb:GetItem, dynamodb:UpdateItem on WebhookTable,Arn (event#["stripe",* or event#sha256:*)',
			's3:GetObject on WebhookBucket.Arn/stripe/*',
			`${consume} InvoiceDashpaidQueue,Arn`,
			'sqs:SendMessage on InvoiceDashpaidDeadQueue,Arn',
			...work,
		],
	],
	[
		'a function that the sender waits for',
		'CommandRole',
		[
			log('command'),
			'dynamodb:PutItem, dynamodb:GetItem, dynamodb:UpdateItem on WebhookTable,Arn (event#["slack",* or event#sha256:*)',
			's3:PutObject, s3:DeleteObject on WebhookBucket.Arn/slack/*',
			'ssm:GetParameters on ssm parameter/shop/prod/SLACK_WEBHOOK_SECRET, ssm parameter/shop/prod/SLACK_WEBHOOK_SECRET_PREVIOUS, ssm parameter/shop/prod/SLACK_WEBHOOK_SECRET_RETIRED',
			'dynamodb:GetItem, dynamodb:UpdateItem on WebhookTable,Arn (event#["slack",* or event#sha256:*)',
			's3:GetObject on WebhookBucket.Arn/slack/*',
			`${consume} CommandQueue,Arn`,
			'sqs:SendMessage on CommandDeadQueue,Arn',
			...work,
		],
	],
	['a function that others call', 'ReserveDashstockRole', [log('reserve-stock'), ...work]],
	[
		'the sweep',
		'WebhookDashsweepRole',
		[
			log('webhook-sweep'),
			'dynamodb:Query on WebhookTable.Arn/index/*',
			'dynamodb:GetItem, dynamodb:UpdateItem, dynamodb:PutItem on WebhookTable,Arn (event#*)',
			's3:DeleteObject on WebhookBucket.Arn/*',
			'sqs:SendMessage on sqs shop-prod-*',
			`${consume} WebhookGivenUpQueue,Arn`,
		],
	],
];

describe('the role', () => {
	it.each(expected)('of %s → exactly what it needs', (_what, role, statements) => {
		expect(statementsOf(role)).toEqual(statements);
	});

	it.each([
		['encrypts', { encrypt: true }, 1],
		['hashes a value', { redact: [{ path: ['a'], act: 'hash' as const }] }, 0],
	])(
		'of a source that %s → its endpoint reads the storage key, and what opens bodies does where there are sealed ones',
		(_, keeping, opening) => {
			const plan = samplePlan();
			const sources = { ...plan.routes.sources, stripe: { name: 'stripe', provider: 'stripe', maxBody: 1024, ...keeping } };
			const keyed = (role: string) =>
				statementsOf(role, { ...plan, routes: { ...plan.routes, sources } }).filter((text) =>
					/^ssm:.*STRIPE_STORAGE_KEY, ssm .*STRIPE_STORAGE_KEY_PREVIOUS/.test(text),
				).length;

			expect(['StripeRole', 'InvoiceDashpaidRole', 'PartnerRole', 'CommandRole'].map(keyed)).toEqual([1, opening, 0, 0]);
		},
	);

	it('of a source whose sender brings its secret → its endpoint alone looks at its opening, closes it, and puts a first value of its secret', () => {
		const removeTeller = addTeller();
		const plan = samplePlan();
		const sources = { ...plan.routes.sources, stripe: { name: 'stripe', provider: 'teller', maxBody: 1024 } };
		const added = Object.keys(roles(plan)).flatMap((id) => {
			const before = statementsOf(id, plan);
			const after = statementsOf(id, { ...plan, routes: { ...plan.routes, sources } });
			return after.filter((text) => !before.includes(text)).map((text) => `${id}: ${text}`);
		});
		removeTeller();

		expect(added).toEqual([
			'StripeRole: dynamodb:GetItem, dynamodb:DeleteItem on WebhookTable,Arn (opening#["stripe"])',
			'StripeRole: ssm:PutParameter on ssm parameter/shop/prod/STRIPE_WEBHOOK_SECRET (true)',
		]);
	});

	it('of a source whose sender brings its secret → may put none in the place of another', () => {
		const removeTeller = addTeller();
		const { routes } = samplePlan();
		const plan = {
			...samplePlan(),
			routes: { ...routes, sources: { ...routes.sources, stripe: { name: 'stripe', provider: 'teller', maxBody: 1 } } },
		};
		const statements = takingSecrets(['stripe', 'partner'], plan);
		removeTeller();

		expect(statements[1]).toMatchObject({ Action: ['ssm:PutParameter'], Condition: { StringNotEquals: { 'ssm:Overwrite': 'true' } } });
	});

	it('of any function → names no resource "*", but X-Ray, which has none, where that is on', () => {
		const everything = (plan: Plan) =>
			Object.keys(roles(plan)).map((id) => statementsOf(id, plan).filter((text) => / on (.*, )?\*(,|$)/.test(text)));

		const [quiet, traced] = [everything(samplePlan()), everything(samplePlan({ tracing: true }))];

		expect(quiet.flat()).toEqual([]);
		expect(traced).toEqual(Array(6).fill(['xray:PutTraceSegments, xray:PutTelemetryRecords on *']));
	});

	it("of the team's own functions → also what provider.iam says; an endpoint and the sweep get the boundary and the managed policies only", () => {
		const statement = { Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: ['arn:aws:dynamodb:eu-west-1:1:table/own'] };
		const grants = {
			statements: [statement],
			managedPolicies: ['arn:aws:iam::aws:policy/x'],
			permissionsBoundary: 'arn:aws:iam::1:policy/y',
		};
		const plan = samplePlan({}, { grants });

		const owners = Object.keys(roles(plan)).filter((id) => statementsOf(id, plan).some((text) => text.includes('table/own')));

		expect(owners).toEqual(['InvoiceDashpaidRole', 'CommandRole', 'ReserveDashstockRole']);
		for (const { Properties } of Object.values(roles(plan)))
			expect(Properties).toMatchObject({ ManagedPolicyArns: grants.managedPolicies, PermissionsBoundary: grants.permissionsBoundary });
	});
});
