import { keptMillis } from '../../../clouds/kept-secrets.ts';
import type { PlaceSecrets, SecretState } from '../../commands/place.ts';
import { storedSecrets } from '../../commands/stored-secrets.ts';
import type { Ask } from '../clients.ts';
import { found, listAll } from '../target.ts';
import { secretIn } from '../vault.ts';

type Options = { readonly vault: Ask; readonly stage: string; readonly flags: string };

const version = 'api-version=7.4';

/** The platform looks at its references once a day: https://learn.microsoft.com/en-us/azure/app-service/app-service-key-vault-references#understand-rotation */
export const takenUpMillis = 24 * 60 * 60_000 + keptMillis;

/** Secrets of the stage's vault: https://learn.microsoft.com/en-us/rest/api/keyvault/secrets/operation-groups */
export function stageSecrets({ vault, stage, flags }: Options): PlaceSecrets {
	const read = async (name: string) => {
		// Sound because the API says so.
		const secret = (await found(vault({ path: `/secrets/${secretIn(name)}?${version}` }))) as { readonly value: string } | undefined;
		return secret?.value.trim() ? secret.value : undefined;
	};
	const put = async (name: string, secret: Given) => {
		await vault({ method: 'PUT', path: `/secrets/${secretIn(name)}?${version}`, body: secret });
	};
	const store = {
		read,
		put: (name: string, value: string) => put(name, { value }),
		// Key Vault keeps the name of what was deleted, and lets nobody set it: https://learn.microsoft.com/en-us/azure/key-vault/general/soft-delete-overview
		remove: (name: string) => put(name, { value: ' ', tags: { [blankTag]: 'true' } }),
		states: () => readStates(vault),
	};
	return storedSecrets({ ...store, takenUpMillis }, { stage, flags });
}

/** A blank value is as good as none to whoever reads it, and the tag says so to whoever may only list. */
const blankTag = 'hookport-blank';

type Given = { readonly value: string; readonly tags?: Readonly<Record<string, string>> };

type Listed = {
	readonly id: string;
	readonly attributes?: { readonly enabled?: boolean; readonly updated?: number };
	readonly tags?: Readonly<Record<string, string>>;
};

/** A list gives no value away. */
async function readStates(vault: Ask): Promise<Readonly<Record<string, SecretState>>> {
	const all = await listAll<Listed>(vault, `/secrets?${version}`);
	const set = all.filter(({ attributes, tags }) => attributes?.enabled !== false && tags?.[blankTag] === undefined);
	return Object.fromEntries(
		set.map(({ id, attributes: { updated } = {} }) => {
			const name = (id.split('/').at(-1) ?? '').replaceAll('-', '_');
			return [name, { state: 'set' as const, ...(updated !== undefined && { changedAt: updated * 1000 }) }];
		}),
	);
}
