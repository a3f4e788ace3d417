import { describe, expect, it } from '@jest/globals';
import { explain, unreached, withoutCredentials } from '../../../src/plugin/google/explain.ts';

const asked = { service: 'pubsub', project: 'my-project' };
const error = (message: string, more: object = {}) => ({ error: { message, ...more } });

const answers: readonly (readonly [what: string, status: number, body: unknown, line: string])[] = [
	[
		'no sign-in',
		401,
		error('Request had invalid authentication credentials.'),
		'Google does not know these credentials, or they have expired: gcloud auth application-default login',
	],
	[
		'an API that is off',
		403,
		error('Cloud Pub/Sub API has not been used', { status: 'PERMISSION_DENIED', details: [{ reason: 'SERVICE_DISABLED' }] }),
		'pubsub.googleapis.com is not enabled in my-project: gcloud services enable pubsub.googleapis.com --project my-project',
	],
	[
		'no quota project',
		403,
		error('The API requires a quota project, which is not set by default.', { status: 'PERMISSION_DENIED' }),
		'the credentials have no quota project: gcloud auth application-default set-quota-project my-project',
	],
	[
		'a right that is missing, named in the text',
		403,
		error("Permission 'iam.serviceAccounts.create' denied on resource (or it may not exist).", { status: 'PERMISSION_DENIED' }),
		'Google does not let these credentials do that: they need iam.serviceAccounts.create (a role with it, on the project)',
	],
	[
		'a right that is missing for a service account, as Cloud Storage says it',
		403,
		{
			error: { message: 'ci@my-project.iam.gserviceaccount.com does not have storage.buckets.create access to the Google Cloud project.' },
		},
		'Google does not let these credentials do that: they need storage.buckets.create (a role with it, on the project)',
	],
	[
		'a quota project that may not be used',
		403,
		error('Caller does not have required permission to use project other', { details: [{ reason: 'USER_PROJECT_DENIED' }] }),
		'the credentials may not use their quota project: they need roles/serviceusage.serviceUsageConsumer on it',
	],
	[
		'a right that is missing, named in the details',
		403,
		error('The caller does not have permission', {
			details: [{ reason: 'IAM_PERMISSION_DENIED', metadata: { permission: 'run.services.setIamPolicy' } }],
		}),
		'Google does not let these credentials do that: they need run.services.setIamPolicy (a role with it, on the project)',
	],
	[
		'a right that is missing, and nobody says which',
		403,
		error('User not authorized to perform this action.'),
		'Google does not let these credentials do that on pubsub: User not authorized to perform this action.',
	],
	[
		'a policy of the organization',
		400,
		error('One or more users named in the policy do not belong to a permitted customer.', { status: 'FAILED_PRECONDITION' }),
		'the organization lets nobody in from outside (iam.allowedPolicyMemberDomains): my-project needs an exception for its endpoints',
	],
	['a text of many lines', 400, error('first\n\u001b[31msecond\n'), 'pubsub: first [31msecond (400)'],
	['no JSON', 502, undefined, 'pubsub: 502'],
];

describe('what Google refuses', () => {
	it.each(answers)('given %s → one line that says what can be done', (_what, status, body, line) => {
		expect(explain(status, body, asked)).toMatchObject({ message: line, status });
	});

	it.each([
		[
			'none',
			'Could not load the default credentials. Browse to https://cloud.google.com/docs/…',
			'there are no Google credentials: gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS',
		],
		['old ones', 'invalid_grant', 'the Google credentials have expired: gcloud auth application-default login'],
		['a file that is none', 'Unexpected token\nin JSON', 'there are no Google credentials: Unexpected token in JSON'],
	])('given credentials: %s → one line', (_what, message, line) => {
		expect(withoutCredentials(new Error(message)).message).toBe(line);
	});

	it('given no answer → one line that says who could not be reached', () => {
		expect(unreached(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), 'run').message).toBe(
			'run.googleapis.com can not be reached (ENOTFOUND): look at the network',
		);
	});
});
