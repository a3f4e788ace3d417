import type { Provider } from '../../webhook/provider.ts';
import { type SecretKind, type Source, secretName } from '../../webhook/source.ts';
import { secretKinds } from '../secret-kinds.ts';
import type { Desk } from './desk.ts';

/** A secret that something in the service reads. */
export type NamedSecret = {
	readonly name: string;
	readonly kind: SecretKind | 'NOTIFY_WEBHOOK_URL';
	/** Whose it is; undefined for the functions' own. */
	readonly of?: { readonly source: Source; readonly provider: Provider };
};

/** What the sources need, and what functions may have besides. */
export function namedSecrets({ routes, source }: Desk): readonly NamedSecret[] {
	const needed = Object.keys(routes.sources).flatMap((name) => {
		const of = source(name);
		return secretKinds(of.source, of.provider).map((kind) => ({ name: secretName(name, kind), kind, of }));
	});
	return [...needed, { name: 'NOTIFY_WEBHOOK_URL', kind: 'NOTIFY_WEBHOOK_URL' }];
}
