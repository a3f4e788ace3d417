import type { Delivery } from '../webhook/delivery.ts';
import type { DirectScheme } from '../webhook/scheme.ts';

type Forms = {
	/** A delivery that has one of these (lower case) has to be proved the first way, any other the second way. */
	readonly headers: readonly string[];
	readonly present: DirectScheme;
	readonly absent: DirectScheme;
};

/** A provider that proves itself in two ways, by kind of delivery. Who removes or adds a header still has to have what the other way asks for. */
export function byHeader({ headers: names, present, absent }: Forms): DirectScheme {
	const way = ({ headers }: Delivery) => (names.some((name) => headers[name] !== undefined) ? present : absent);
	return {
		name: `${absent.name} or ${present.name}`,
		credentials: [...present.credentials, ...absent.credentials],
		covers: { body: 'part' },
		sign: (delivery, signing) => way(delivery).sign(delivery, signing),
		verify: (delivery, secrets) => way(delivery).verify(delivery, secrets),
		generate: absent.generate,
	};
}
