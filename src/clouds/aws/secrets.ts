import { sameToken } from '../../webhook/same-token.ts';
import type { Secrets } from '../../webhook/secrets.ts';
import { keptSecrets, type ReadSecrets } from '../kept-secrets.ts';
import { ServiceError } from '../service-error.ts';
import type { JsonCall } from './call-json.ts';

type Options = {
	readonly ssm: JsonCall;
	/** `/<service>/<stage>/`. */
	readonly prefix: string;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
};

/** Parameters of SSM. */
export function createSecrets({ ssm, prefix, now }: Options): Secrets {
	const { get, refresh, lose } = keptSecrets({ read: (names) => readParameters(ssm, prefix, names), now });
	const offer = async (name: string, value: string) => {
		try {
			await ssm('PutParameter', { Name: prefix + name, Value: value, Type: 'SecureString', Overwrite: false });
			return true;
		} catch (error) {
			if (!(error instanceof ServiceError && error.code === 'ParameterAlreadyExists')) throw error;
			// A first attempt whose answer got lost may have put it.
			const set = (await readParameters(ssm, prefix, [name])).get(name);
			return set !== undefined && sameToken(set, [value]);
		} finally {
			lose(name);
		}
	};
	return { get, refresh, offer };
}

async function readParameters(ssm: JsonCall, prefix: string, names: readonly string[]): ReturnType<ReadSecrets> {
	const { Parameters } = await ssm('GetParameters', { Names: names.map((name) => prefix + name), WithDecryption: true });
	// Sound because the API says so: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
	const found = Parameters as readonly { readonly Name: string; readonly Value: string }[];
	return new Map(found.map(({ Name, Value }) => [Name.slice(prefix.length), Value]));
}
