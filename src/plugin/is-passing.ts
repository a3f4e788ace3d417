import { throttled } from '../clouds/aws/aws-error.ts';

/** Of AWS, whose status is that of any refusal; so is that of throttling. */
const expired = /^(ExpiredToken|RequestExpired|TokenRefreshRequired)/;
/** Of the AWS SDK: credentials that were there and can not be renewed. */
const signedOut = ['CredentialsProviderError', 'TokenProviderError'];

/** Whether what kept a stage from being read may end by itself, or by a login in another window. */
export function isPassing(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const { status, code } = error as Error & { readonly status?: unknown; readonly code?: unknown };
	if (typeof status === 'number' && ([0, 401, 408, 429].includes(status) || status >= 500)) return true;
	if (typeof code === 'string' && (expired.test(code) || throttled.test(code))) return true;
	return signedOut.includes(error.name) || isPassing(error.cause);
}
