/** What an instance's metadata server gives, and every fake service takes. */
export const accessToken = 'ya29.a-token-of-the-fake';

/** A JWT that nobody signed. */
export function identityToken(audience: string, expiresAt = Date.now() + 3_600_000): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	return `${part({ alg: 'RS256' })}.${part({ aud: audience, exp: Math.floor(expiresAt / 1000) })}.${part({})}`;
}

const folder = '/computeMetadata/v1/instance/service-accounts/default/';

/** Undefined where it is not asked for a token, or not as it wants to be. */
export function answerMetadata(url: URL, flavor: string | undefined): string | undefined {
	if (flavor !== 'Google') return undefined;
	if (url.pathname === `${folder}token`) return JSON.stringify({ access_token: accessToken, expires_in: 3599, token_type: 'Bearer' });
	const audience = url.searchParams.get('audience');
	return url.pathname === `${folder}identity` && audience ? identityToken(audience) : undefined;
}
