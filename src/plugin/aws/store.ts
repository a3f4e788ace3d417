import type { Plan, Resource, Resources } from './plan.ts';
import { arnOf, ref } from './plan.ts';

export const tableId = 'WebhookTable';
export const bucketId = 'WebhookBucket';

const day = 24 * 60 * 60 * 1000;
/** A dead letter lives 14 days and names its bytes; the rest is for whoever finds it late. */
const spareDays = 30;

/** Where events are kept. Neither has a name of its own, so that a stage can be set up again beside what it kept. */
export function store(plan: Plan): Resources {
	return { [tableId]: table(plan), [bucketId]: bucket(plan), WebhookBucketPolicy: tlsOnly() };
}

function removal({ settings }: Plan): Pick<Resource, 'DeletionPolicy' | 'UpdateReplacePolicy'> {
	const policy = settings.throwAway ? 'Delete' : 'Retain';
	return { DeletionPolicy: policy, UpdateReplacePolicy: policy };
}

function table(plan: Plan): Resource {
	return {
		Type: 'AWS::DynamoDB::Table',
		...removal(plan),
		Properties: {
			BillingMode: 'PAY_PER_REQUEST',
			AttributeDefinitions: [
				{ AttributeName: 'pk', AttributeType: 'S' },
				{ AttributeName: 'day', AttributeType: 'S' },
				{ AttributeName: 'receivedAt', AttributeType: 'N' },
				{ AttributeName: 'unsent', AttributeType: 'S' },
				{ AttributeName: 'dueAt', AttributeType: 'N' },
			],
			KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
			GlobalSecondaryIndexes: [
				index('time', ['day', 'receivedAt'], {
					ProjectionType: 'INCLUDE',
					NonKeyAttributes: ['source', 'eventId', 'type', 'status', 'expiresAt'],
				}),
				index('unsent', ['unsent', 'dueAt'], { ProjectionType: 'KEYS_ONLY' }),
			],
			TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
			PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
			DeletionProtectionEnabled: !plan.settings.throwAway,
		},
	};
}

function index(name: string, [partition, sort]: readonly [string, string], projection: object) {
	return {
		IndexName: name,
		KeySchema: [
			{ AttributeName: partition, KeyType: 'HASH' },
			{ AttributeName: sort, KeyType: 'RANGE' },
		],
		Projection: projection,
	};
}

/** Versioning stays off: a version would keep the bytes of an event after its time. */
function bucket(plan: Plan): Resource {
	return {
		Type: 'AWS::S3::Bucket',
		...removal(plan),
		Properties: {
			BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
			OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
			PublicAccessBlockConfiguration: {
				BlockPublicAcls: true,
				BlockPublicPolicy: true,
				IgnorePublicAcls: true,
				RestrictPublicBuckets: true,
			},
			LifecycleConfiguration: {
				Rules: [
					{
						Id: 'expire',
						Status: 'Enabled',
						ExpirationInDays: Math.ceil(plan.retention / day) + spareDays,
						AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
					},
				],
			},
		},
	};
}

function tlsOnly(): Resource {
	const all = { 'Fn::Sub': `\${${bucketId}.Arn}/*` };
	return {
		Type: 'AWS::S3::BucketPolicy',
		Properties: {
			Bucket: ref(bucketId),
			PolicyDocument: {
				Version: '2012-10-17',
				Statement: [
					{
						Effect: 'Deny',
						Principal: '*',
						Action: 's3:*',
						Resource: [arnOf(bucketId), all],
						Condition: { Bool: { 'aws:SecureTransport': 'false' } },
					},
				],
			},
		},
	};
}
