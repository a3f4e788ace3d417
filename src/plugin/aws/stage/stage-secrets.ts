import type { JsonCall } from '../../../clouds/aws/call-json.ts';
import { keptMillis } from '../../../clouds/kept-secrets.ts';
import { ServiceError } from '../../../clouds/service-error.ts';
import type { PlaceSecrets, SecretState } from '../../commands/place.ts';
import { storedSecrets } from '../../commands/stored-secrets.ts';

type Options = {
	readonly ssm: JsonCall;
	/** `/<service>/<stage>/`. */
	readonly prefix: string;
	readonly stage: string;
	readonly flags: string;
};

/** Parameters of SSM, encrypted under the account's own key for them. */
export function stageSecrets({ ssm, prefix, stage, flags }: Options): PlaceSecrets {
	const put = async (name: string, value: string) => {
		await ssm('PutParameter', { Name: prefix + name, Value: value, Type: 'SecureString', Overwrite: true });
	};
	const remove = async (name: string) => {
		await ssm('DeleteParameter', { Name: prefix + name }).catch((error: unknown) => {
			if (!isMissing(error)) throw error;
		});
	};
	const store = { read: (name: string) => read(ssm, prefix + name), put, remove, states: () => readStates(ssm, prefix) };
	return storedSecrets({ ...store, takenUpMillis: keptMillis }, { stage, flags });
}

function isMissing(error: unknown): boolean {
	return error instanceof ServiceError && error.code === 'ParameterNotFound';
}

async function read(ssm: JsonCall, name: string): Promise<string | undefined> {
	try {
		const { Parameter } = await ssm('GetParameter', { Name: name, WithDecryption: true });
		// Sound because the API says so: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
		return (Parameter as { readonly Value: string }).Value;
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw error;
	}
}

/** What describes parameters gives no value, so whoever looks needs no right to read one. */
async function readStates(ssm: JsonCall, prefix: string): Promise<Readonly<Record<string, SecretState>>> {
	const states: [string, SecretState][] = [];
	let next: unknown;
	do {
		const page = await ssm('DescribeParameters', {
			ParameterFilters: [{ Key: 'Path', Option: 'OneLevel', Values: [prefix.replace(/\/$/, '')] }],
			MaxResults: 50,
			...(next !== undefined && { NextToken: next }),
		});
		// Sound because the API says so: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html
		const found = (page.Parameters ?? []) as readonly { readonly Name: string; readonly LastModifiedDate?: number }[];
		for (const { Name, LastModifiedDate: seconds } of found)
			states.push([Name.slice(prefix.length), { state: 'set', ...(seconds !== undefined && { changedAt: seconds * 1000 }) }]);
		next = page.NextToken || undefined;
	} while (next !== undefined);
	return Object.fromEntries(states);
}
