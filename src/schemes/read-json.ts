import { isUtf8 } from 'node:buffer';

/** A proof asks for the same bytes several times, and text of nothing but brackets takes a tenth of a second to read. */
const values = new WeakMap<Buffer, { readonly value: unknown }>();

/** For the few senders whose proof lies in the body: its value, of which a scheme reads just the fields of the proof. `undefined` where it is no JSON in UTF-8. */
export function readJson(body: Buffer): unknown {
	const read = values.get(body) ?? { value: readJsonOnce(body) };
	values.set(body, read);
	return read.value;
}

/** For what nobody asks twice. */
export function readJsonOnce(body: Buffer): unknown {
	if (!isUtf8(body)) return undefined;
	try {
		return JSON.parse(body.toString());
	} catch {
		return undefined;
	}
}
