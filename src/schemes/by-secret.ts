import type { DirectScheme } from '../webhook/scheme.ts';
import { firstMatch } from './first-match.ts';

export type BySecretOptions = {
	/** What a secret of the one kind starts with. Any other is of the other kind. */
	readonly prefix: string;
	readonly signed: DirectScheme;
	/** The one that proves less: it says what is covered, and new secrets are its own. */
	readonly plain: DirectScheme;
};

/**
 * A sender that proves itself in one of two ways. The form of the receiver's own secret says which, and never what was sent: whoever lacks the one proof must not
 * be able to choose the other.
 */
export function bySecret({ prefix, signed, plain }: BySecretOptions): DirectScheme {
	const schemeOf = (secret: string) => (secret.startsWith(prefix) ? signed : plain);
	return {
		...plain,
		name: `${plain.name} or ${signed.name}`,
		credentials: [...plain.credentials, ...signed.credentials],
		sign: (delivery, signing) => schemeOf(signing).sign(delivery, signing),
		verify: (delivery, secrets) => {
			const [first, ...others] = secrets.map((secret) => schemeOf(secret).verify(delivery, [secret]));
			// Without a secret it throws, as every scheme does.
			if (first === undefined) return plain.verify(delivery, secrets);
			const verdict = firstMatch([first, ...others], ({ valid }) => valid);
			return verdict.valid ? verdict : first;
		},
	};
}
