import { tableSchema } from '../../clouds/aws/table-schema.ts';
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
			...tableSchema,
			TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
			PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
			DeletionProtectionEnabled: !plan.settings.throwAway,
		},
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
