import { randomBytes } from 'node:crypto';

/** What Google's front end adds besides `x-forwarded-for`: https://cloud.google.com/functions/docs/reference/headers */
export function googleHeaders(): readonly (readonly [string, string])[] {
	return [
		['x-forwarded-proto', 'https'],
		['x-cloud-trace-context', `${randomBytes(16).toString('hex')}/1;o=0`],
	];
}
