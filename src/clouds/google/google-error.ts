import type { Answer } from '../exchange.ts';
import { isObject } from '../http-event.ts';
import { mayPass, ServiceError, untouched } from '../service-error.ts';

/**
 * Named by the status of https://cloud.google.com/apis/design/errors#http_mapping, such as ALREADY_EXISTS. Storage has none, but a reason:
 * https://cloud.google.com/storage/docs/json_api/v1/status-codes. It calls a bucket that is missing and an object that is alike; only their texts differ.
 */
export function refused(service: string, { status, body }: Answer): ServiceError {
	const text = body.toString('utf8', 0, 4096);
	const error = errorOf(text);
	const [first] = Array.isArray(error?.errors) ? error.errors : [];
	const named = error?.status ?? (isObject(first) ? first.reason : undefined);
	if (service === 'storage' && status === 404)
		return new ServiceError(service, /No such object/.test(text) ? 'NoSuchObject' : 'notFound', status);
	return new ServiceError(service, typeof named === 'string' && /^\w{1,64}$/.test(named) ? named : 'refused', status);
}

/** An answer that streams is 200 once it has begun. What fails after that is its last element, and what came before is not all. */
export function failureIn(service: string, elements: readonly unknown[]): ServiceError | undefined {
	const last = elements.at(-1);
	if (!isObject(last) || !isObject(last.error)) return undefined;
	const { code, status } = last.error;
	return new ServiceError(service, typeof status === 'string' && /^\w{1,64}$/.test(status) ? status : 'refused', Number(code) || 500);
}

/** Some endpoints stream their answer, and an error is the one element of its list. */
function errorOf(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const parsed: unknown = JSON.parse(text);
		const answer: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
		return isObject(answer) && isObject(answer.error) ? answer.error : undefined;
	} catch {
		return undefined;
	}
}

/** Whether to send a request again that failed so. ABORTED is Firestore's word for too many writers at once: https://cloud.google.com/firestore/docs/understand-error-codes */
export function isWorthAgain(failure: ServiceError, once: boolean): boolean {
	return once ? untouched(failure) : mayPass(failure) || failure.code === 'ABORTED';
}

/** Whether it was refused for one of these. */
export function isRefusal(error: unknown, ...codes: readonly string[]): boolean {
	return error instanceof ServiceError && codes.includes(error.code);
}
