import { accountOf, unverifiedFields } from './account-of.ts';
import type { DiagnosisCode } from './diagnoses.ts';
import type { Case, Hypothesis } from './evidence.ts';
import type { Finding } from './finding.ts';
import { missingHeaders } from './missing-headers.ts';
import { signedBodies } from './signed-bodies.ts';
import { signedUrls, withoutQuery } from './signed-urls.ts';
import { signingSecrets } from './signing-secrets.ts';
import { firstHolding } from './trial.ts';

/** In the order in which they are believed, what is proved before what is suspected. */
export const hypotheses: readonly Hypothesis[] = [findRetired, findUrl, findSecret, findBody, suspectHeader, suspectBody, suspectAccount];

export const proved = (code: DiagnosisCode, hint: string, detail?: string): Finding => ({
	code,
	proved: true,
	hint,
	...(detail && { detail }),
});
const suspected = (code: DiagnosisCode, hint: string): Finding => ({ code, proved: false, hint });

async function findRetired({ retired, delivery, ask }: Case): Promise<Finding | undefined> {
	const found = await firstHolding(retired, (secret) => ask({ delivery, secrets: [secret] }));
	return found === undefined ? undefined : proved('secret-retired', 'a retired secret fits');
}

async function findUrl({ provider, delivery, ask }: Case): Promise<Finding | undefined> {
	if (!provider.scheme.covers.url) return undefined;
	const found = await firstHolding(signedUrls(delivery), ({ url }) => ask({ delivery: { ...delivery, url } }));
	if (!found) return undefined;
	const detail = `signed is ${withoutQuery(found.url)} (${found.what}), checked was ${withoutQuery(delivery.url)}`;
	return proved('url-differs', `the URL that is signed has ${found.what}`, detail);
}

export async function findSecret({ provider: { scheme }, secrets, delivery, ask, thorough, unusable }: Case): Promise<Finding | undefined> {
	const [current] = secrets;
	if (current === undefined) return undefined;
	const prefix = scheme.secretPrefix ?? '';
	const variants = [...signingSecrets(current, prefix), ...(thorough?.secrets(current, prefix) ?? [])];
	const asked = await Promise.all(variants.map(({ secret }) => ask({ delivery, secrets: [secret] })));
	const fitting = variants.find((_, index) => asked[index]?.valid);
	if (fitting) return proved(fitting.code, `the secret fits ${fitting.what}`);
	const usable = unusable && variants.find((_, index) => asked[index] !== undefined);
	return usable && suspected(usable.code, `the secret could be used ${usable.what}`);
}

async function findBody({ provider, delivery, ask, thorough }: Case): Promise<Finding | undefined> {
	if (!provider.scheme.covers.body) return undefined;
	const bodies = [thorough?.bodies(delivery) ?? [], signedBodies(delivery)];
	const tried = await Promise.all(bodies.map((each) => firstHolding(each, ({ rawBody }) => ask({ delivery: { ...delivery, rawBody } }))));
	const found = tried.find((each) => each);
	return found && proved(found.code, `the body fits ${found.what}`);
}

async function suspectHeader({ provider, delivery }: Case): Promise<Finding | undefined> {
	const missing = missingHeaders(provider.scheme, delivery);
	return missing.length > 0 ? suspected('header-missing', `without ${missing.join(', ')}`) : undefined;
}

async function suspectBody({ provider, delivery: { rawBody, headers } }: Case): Promise<Finding | undefined> {
	if (!provider.scheme.covers.body) return undefined;
	if (rawBody.includes('\ufffd')) return suspected('body-bytes-lost', 'the body holds U+FFFD');
	return headers['content-encoding'] ? suspected('body-compressed', 'it came with content-encoding') : undefined;
}

async function suspectAccount({ provider, delivery, knowsAccount, mismatched }: Case): Promise<Finding | undefined> {
	const account = provider.account && accountOf(provider.account, delivery.headers, unverifiedFields(delivery));
	if (!mismatched || account === undefined || knowsAccount?.(account) !== false) return undefined;
	return suspected('account-differs', 'no delivery of its account was believed lately');
}
