import type { Answer } from '../exchange.ts';
import { ServiceError } from '../service-error.ts';

/** Storage names its error in a header, and in XML or JSON; Key Vault only in JSON: https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2 */
export function refused(service: string, { status, headers, body }: Answer): ServiceError {
	const text = body.toString('utf8', 0, 4096);
	const named = String(headers['x-ms-error-code'] ?? '') || (/"code"\s*:\s*"([^"]+)"/.exec(text) ?? /<Code>([^<]+)</.exec(text))?.[1];
	return new ServiceError(service, named !== undefined && /^[\w.-]+$/.test(named) ? named : 'refused', status);
}

export function hasCode(error: unknown, ...codes: readonly string[]): error is ServiceError {
	return error instanceof ServiceError && codes.includes(error.code);
}
