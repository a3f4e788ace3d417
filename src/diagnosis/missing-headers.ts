import type { Delivery } from '../webhook/delivery.ts';
import type { Scheme } from '../webhook/scheme.ts';

/** The headers that prove a delivery and are not there. Of several credentials, one is enough. */
export function missingHeaders({ credentials, covers }: Scheme, { headers }: Delivery): readonly string[] {
	const isAbsent = (name: string) => !headers[name];
	const proofs = credentials.every(isAbsent) ? credentials : [];
	return [...new Set([...proofs, ...(covers.headers ?? []).filter(isAbsent)])];
}
