import type { Answer } from './exchange.ts';

/** What a service refused, or why it could not be asked. The message is one line, without anything of the request. */
export class AwsError extends Error {
	override readonly name = 'AwsError';
	/** The service's own, such as `ConditionalCheckFailedException`, or the connection's, such as `ECONNRESET`. */
	readonly code: string;
	/** 0 when there was no answer. */
	readonly status: number;

	constructor(service: string, code: string, status: number) {
		super(`${service}: ${code}${status === 0 ? '' : ` (${status})`}`);
		this.code = code;
		this.status = status;
	}
}

/** The JSON services name their error in `__type` or in a header, S3 in XML. */
export function refused(service: string, { status, headers, body }: Answer): AwsError {
	const text = body.toString('utf8', 0, 4096);
	const named = String(headers['x-amzn-errortype'] ?? '') || (/"__type"\s*:\s*"([^"]+)"/.exec(text) ?? /<Code>([^<]+)</.exec(text))?.[1];
	// `com.amazonaws.dynamodb.v20120810#ThrottlingException`, `ThrottlingException:http://…`
	const [code = ''] = (named ?? '').replace(/^.*#/, '').split(':');
	return new AwsError(service, /^[\w.-]+$/.test(code) ? code : 'refused', status);
}

export function unanswered(service: string, error: unknown): AwsError {
	const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no answer';
	return new AwsError(service, code, 0);
}

/** Names of throttling: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const throttled = /throttl|toomanyrequests|slowdown|limitexceeded|throughputexceeded|requesttimeout(exception)?$|priorrequestnotcomplete/i;

/** Whether the same request may succeed a moment later. A condition that failed will not. */
export function mayPass({ code, status }: AwsError): boolean {
	return status === 0 || status >= 500 || status === 429 || throttled.test(code);
}

/** Whether the service has certainly not acted on the request. */
export function untouched({ code, status }: AwsError): boolean {
	return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN' || status === 429 || (status > 0 && throttled.test(code));
}
