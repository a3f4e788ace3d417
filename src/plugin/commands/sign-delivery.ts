import type { Delivery } from '../../webhook/delivery.ts';
import type { Provider } from '../../webhook/provider.ts';
import { SecretError } from '../../webhook/scheme.ts';
import { type SecretKind, type Source, secretName } from '../../webhook/source.ts';
import { Mistake } from '../mistake.ts';
import type { PlaceSecrets } from './place.ts';

type Signer = { readonly source: Source; readonly provider: Provider; readonly secrets: Pick<PlaceSecrets, 'pair'> };

/**
 * Signs as the provider would, and adds the credentials that the source asks for.
 * @throws {Mistake} for a secret that is not set, or that can't sign
 */
export async function signDelivery(delivery: Delivery, { source, provider, secrets }: Signer): Promise<Delivery> {
	const name = secretName(source.name, 'WEBHOOK_SECRET');
	const [{ signing }, known] = await Promise.all([secrets.pair(name), withCredentials(delivery, { source, secrets })]);
	try {
		return await provider.scheme.sign(known, signing);
	} catch (error) {
		if (!(error instanceof SecretError)) throw error;
		throw new Mistake(`${name} can not sign (${error.message}); where it is a public key, only ${provider.name} itself can`);
	}
}

export async function withCredentials(delivery: Delivery, { source, secrets }: Omit<Signer, 'provider'>): Promise<Delivery> {
	const { apiKey, bearer, basic } = source.authenticate ?? {};
	const value = async (kind: SecretKind) => (await secrets.pair(secretName(source.name, kind))).signing;
	const headers = {
		...delivery.headers,
		...(apiKey && { [apiKey]: await value('API_KEY') }),
		...(bearer && { authorization: `Bearer ${await value('BEARER_TOKEN')}` }),
		...(basic && { authorization: `Basic ${Buffer.from(await value('BASIC_AUTH')).toString('base64')}` }),
	};
	return { ...delivery, headers };
}
