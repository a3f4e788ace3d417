import type { Delivery } from '../../webhook/delivery.ts';
import type { Provider } from '../../webhook/provider.ts';
import { SecretError, type SecretPair } from '../../webhook/scheme.ts';
import { type SecretKind, type Source, secretName } from '../../webhook/source.ts';
import { keptSecrets } from '../local/kept-secrets.ts';
import { Mistake } from '../mistake.ts';

/** The halves of a secret: from the environment, else from those that the local run has made up. */
export function pairOf(source: Source, kind: SecretKind, dataDir: string): SecretPair {
	const name = secretName(source.name, kind);
	const value = process.env[name];
	if (value?.trim()) return { verifying: value, signing: value };
	const kept = keptSecrets(dataDir);
	if (!Object.hasOwn(kept, name)) throw new Mistake(`${name} is not set: put it into .env, or run npm start once and one is made up`);
	// Sound because only makeUpSecrets writes the file.
	return kept[name] as SecretPair;
}

/** Signs as the provider would, and adds the credentials that the source asks for. */
export function signDelivery(
	delivery: Delivery,
	{ source, provider, dataDir }: { source: Source; provider: Provider; dataDir: string },
): Delivery {
	const { apiKey, bearer, basic } = source.authenticate ?? {};
	const value = (kind: SecretKind) => pairOf(source, kind, dataDir).signing;
	const headers = {
		...delivery.headers,
		...(apiKey && { [apiKey]: value('API_KEY') }),
		...(bearer && { authorization: `Bearer ${value('BEARER_TOKEN')}` }),
		...(basic && { authorization: `Basic ${Buffer.from(value('BASIC_AUTH')).toString('base64')}` }),
	};
	try {
		return provider.scheme.sign({ ...delivery, headers }, value('WEBHOOK_SECRET'));
	} catch (error) {
		if (!(error instanceof SecretError)) throw error;
		const name = secretName(source.name, 'WEBHOOK_SECRET');
		throw new Mistake(`${name} can not sign (${error.message}); where it is a public key, only ${provider.name} itself can`);
	}
}
