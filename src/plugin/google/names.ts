import { createHash } from 'node:crypto';

/** Ends in a digest of the whole where it is longer than the kind allows, so that no two become one. */
export function shortened(name: string, most: number): string {
	if (name.length <= most) return name;
	return `${name.slice(0, most - 9).replace(/-+$/, '')}-${digestOf(name).slice(0, 8)}`;
}

const shortestIdentity = 6;
const longestIdentity = 30;

/** https://docs.cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts/create */
export function identityId(prefix: string, name: string): string {
	const whole = `${prefix}${name}`;
	return whole.length < shortestIdentity ? `${whole}-${digestOf(whole).slice(0, 4)}` : shortened(whole, longestIdentity);
}

export function digestOf(text: string | Buffer): string {
	return createHash('sha256').update(text).digest('hex');
}
