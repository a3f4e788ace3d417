import type { PlaceSecrets, SecretState } from '../../commands/place.ts';
import { Mistake } from '../../mistake.ts';
import type { Ask } from '../clients.ts';
import { found, listAll } from '../target.ts';
import { secretIn } from '../vault.ts';

type Options = { readonly vault: Ask; readonly stage: string; readonly flags: string };

const version = 'api-version=7.4';

/** Secrets of the stage's vault: https://learn.microsoft.com/en-us/rest/api/keyvault/secrets/operation-groups */
export function stageSecrets({ vault, stage, flags }: Options): PlaceSecrets {
	const read = async (name: string) => {
		// Sound because the API says so.
		const secret = (await found(vault({ path: `/secrets/${secretIn(name)}?${version}` }))) as { readonly value: string } | undefined;
		return secret?.value;
	};
	const put = async (name: string, value: string) => {
		await vault({ method: 'PUT', path: `/secrets/${secretIn(name)}?${version}`, body: { value } });
	};
	return {
		pair: async (name) => {
			const value = await read(name);
			if (value !== undefined) return { verifying: value, signing: value };
			throw new Mistake(`${name} is not set on ${stage}: npx sls webhook secrets set --name ${name}${flags}`);
		},
		states: () => readStates(vault),
		set: async (name, value, rotate) => {
			if (rotate) {
				const current = await read(name);
				if (current === undefined) throw new Mistake(`--previous: ${name} has no value on ${stage} yet, so leave it out`);
				// Put there twice, the new value would take the place of the one that senders still sign with.
				if (current === value) throw new Mistake(`${name} has this value already on ${stage}; nothing was set`);
				await put(`${name}_PREVIOUS`, current);
			}
			await put(name, value);
		},
	};
}

type Listed = { readonly id: string; readonly attributes?: { readonly enabled?: boolean; readonly updated?: number } };

/** A list gives no value away. */
async function readStates(vault: Ask): Promise<Readonly<Record<string, SecretState>>> {
	const all = await listAll<Listed>(vault, `/secrets?${version}`);
	const set = all.filter(({ attributes }) => attributes?.enabled !== false);
	return Object.fromEntries(
		set.map(({ id, attributes: { updated } = {} }) => {
			const name = (id.split('/').at(-1) ?? '').replaceAll('-', '_');
			return [name, { state: 'set' as const, ...(updated !== undefined && { changedAt: updated * 1000 }) }];
		}),
	);
}
