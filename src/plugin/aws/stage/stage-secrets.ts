import type { JsonCall } from '../../../clouds/aws/call-json.ts';
import { ServiceError } from '../../../clouds/service-error.ts';
import type { PlaceSecrets, SecretState } from '../../commands/place.ts';
import { Mistake } from '../../mistake.ts';

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
	return {
		pair: async (name) => {
			const value = await read(ssm, prefix + name);
			if (value !== undefined) return { verifying: value, signing: value };
			throw new Mistake(`${name} is not set on ${stage}: npx sls webhook secrets set --name ${name}${flags}`);
		},
		states: () => readStates(ssm, prefix),
		set: async (name, value, rotate) => {
			if (rotate) {
				const current = await read(ssm, prefix + name);
				if (current === undefined) throw new Mistake(`--previous: ${name} has no value on ${stage} yet, so leave it out`);
				// Put there twice, the new value would take the place of the one that senders still sign with.
				if (current === value) throw new Mistake(`${name} has this value already on ${stage}; nothing was set`);
				await put(`${name}_PREVIOUS`, current);
			}
			await put(name, value);
		},
	};
}

async function read(ssm: JsonCall, name: string): Promise<string | undefined> {
	try {
		const { Parameter } = await ssm('GetParameter', { Name: name, WithDecryption: true });
		// Sound because the API says so: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
		return (Parameter as { readonly Value: string }).Value;
	} catch (error) {
		if (error instanceof ServiceError && error.code === 'ParameterNotFound') return undefined;
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
