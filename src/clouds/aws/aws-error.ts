import type { Answer } from '../exchange.ts';
import { mayPass, ServiceError, untouched } from '../service-error.ts';

/** The JSON services name their error in `__type` or in a header, S3 in XML. */
export function refused(service: string, { status, headers, body }: Answer): ServiceError {
	const text = body.toString('utf8', 0, 4096);
	const named = String(headers['x-amzn-errortype'] ?? '') || (/"__type"\s*:\s*"([^"]+)"/.exec(text) ?? /<Code>([^<]+)</.exec(text))?.[1];
	// `com.amazonaws.dynamodb.v20120810#ThrottlingException`, `ThrottlingException:http://…`
	const [code = ''] = (named ?? '').replace(/^.*#/, '').split(':');
	return new ServiceError(service, /^[\w.-]+$/.test(code) ? code : 'refused', status);
}

/** Names of throttling: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
export const throttled =
	/throttl|toomanyrequests|slowdown|limitexceeded|throughputexceeded|requesttimeout(exception)?$|priorrequestnotcomplete/i;

/** Whether to send a request again that failed so. One that may be acted on only `once` is, where AWS has certainly not done so. */
export function isWorthAgain(failure: ServiceError, once: boolean): boolean {
	const slowed = throttled.test(failure.code);
	return once ? untouched(failure) || (failure.status > 0 && slowed) : mayPass(failure) || slowed;
}
