import type { AwsRequest, Client, Credentials } from '../../../clouds/aws/client.ts';
import { ServiceError } from '../../../clouds/service-error.ts';
import { errorCode } from '../../error-code.ts';
import { Mistake } from '../../mistake.ts';

const expired = /^(ExpiredToken|RequestExpired|TokenRefreshRequired)/;
const unknown =
	/^(InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|AuthFailure)/;
const denied = /^(AccessDenied|UnauthorizedOperation|NotAuthorized)/;

/** What an operator can put right himself reads as one line. What the ports look at stays as it is. */
export function explaining(client: Client, region: string): Client {
	return async (request) => {
		try {
			return await client(request);
		} catch (error) {
			const line = error instanceof ServiceError ? explain(error, request, region) : undefined;
			throw line === undefined ? error : new Mistake(line, { cause: error });
		}
	};
}

function explain({ code, status }: ServiceError, request: AwsRequest, region: string): string | undefined {
	if (expired.test(code)) return 'the AWS credentials have expired: sign in again, then repeat the command';
	if (unknown.test(code)) return `AWS does not know these credentials (${code}): look at AWS_PROFILE, --aws-profile and AWS_ACCESS_KEY_ID`;
	if (code === 'RequestTimeTooSkewed') return 'AWS refuses requests of this machine: its clock is wrong';
	if (denied.test(code)) return `AWS does not let these credentials do ${actionOf(request)} (${code}): their role needs it`;
	if (status === 0) return `${request.service} can not be reached in ${region} (${code}): look at the region and the network`;
	return undefined;
}

/** As IAM names it, so that it can be put into a policy. */
function actionOf({ service, method = 'POST', path = '', headers = {}, body = '' }: AwsRequest): string {
	const [, target] = (headers['x-amz-target'] ?? '').split('.');
	const asked = target ?? new URLSearchParams(String(body)).get('Action');
	if (service !== 's3') return `${service}:${(asked ?? method).replace(/Batch$/, '')}`;
	if (path.includes('list-type')) return 's3:ListBucket';
	return { GET: 's3:GetObject', PUT: 's3:PutObject', POST: 's3:DeleteObject', DELETE: 's3:DeleteObject' }[method];
}

/** osls' own way to credentials: profiles, the environment, SSO, roles. What it throws has a stack, and some of it more than one line. */
export function explainedCredentials(find: () => () => Promise<Credentials>): () => Promise<Credentials> {
	return async () => {
		try {
			return await find()();
		} catch (error) {
			throw new Mistake(credentialsLine(error), { cause: error });
		}
	};
}

function credentialsLine(error: unknown): string {
	const { name, message } = error instanceof Error ? error : new Error('no reason given');
	const [first = ''] = message.split(/\r?\n/);
	const none = errorCode(error) === 'AWS_CREDENTIALS_NOT_FOUND' || (name === 'CredentialsProviderError' && !/expired|SSO/i.test(first));
	if (none)
		return 'there are no AWS credentials: set AWS_PROFILE or give --aws-profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
	return `there are no AWS credentials: ${first}`;
}
