/** What a service of a cloud refused, or why it could not be asked. The message is one line, without anything of the request. */
export class ServiceError extends Error {
	override readonly name = 'ServiceError';
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

export function unanswered(service: string, error: unknown): ServiceError {
	const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no answer';
	return new ServiceError(service, code, 0);
}

/** Whether the same request may succeed a moment later. A condition that failed will not. */
export function mayPass({ status }: ServiceError): boolean {
	return status === 0 || status >= 500 || status === 429 || status === 408;
}

/** Whether the service has certainly not acted on the request. */
export function untouched({ code, status }: ServiceError): boolean {
	return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN' || status === 429;
}
