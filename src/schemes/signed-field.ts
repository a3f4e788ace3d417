import { valuesAt } from './values-at.ts';

/**
 * A piece of what is signed: its text, or `undefined` where it is not of its form. `name` is what stands before the colon of a secret of two halves.
 * The forms matter: joined texts must tell where one ends and the next begins, or somebody could move letters between them and keep the signature.
 */
export type SignedField = (item: unknown, name: string) => string | undefined;

type Kind = 'string' | 'number' | 'boolean';

/**
 * A field of these kinds, a text unless told: who makes a text of a false changes what it means, and not what is signed. A number is a whole one; a text that is
 * missing is empty.
 */
export function fieldAt(path: string, form: RegExp, ...kinds: readonly Kind[]): SignedField {
	const keys = path.split('.');
	const allowed: readonly string[] = kinds.length === 0 ? ['string'] : kinds;
	return (item) => {
		const value = valuesAt(item, keys)[0] ?? '';
		if (!allowed.includes(typeof value) || (typeof value === 'number' && !Number.isSafeInteger(value))) return undefined;
		// Only now: the text of a list in a list in a list has no end.
		const text = String(value);
		return form.test(text) ? text : undefined;
	};
}

/** A part of the JSON as PHP's `json_encode` writes it: without spaces, in ASCII, and with each slash escaped. */
export function phpJsonAt(path: string): SignedField {
	const keys = path.split('.');
	return (item) => {
		const [value] = valuesAt(item, keys);
		const text = value === undefined ? undefined : jsonOf(value);
		return text?.replaceAll('/', '\\/').replace(/[^\x20-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
	};
}

/** JSON is read at any depth, but written only as deep as the stack, and this is asked for what nobody has proved yet. */
function jsonOf(value: unknown): string | undefined {
	try {
		return isWritten(value) ? JSON.stringify(value) : undefined;
	} catch {
		return undefined;
	}
}

/** What is read of 1e400 would be written as null. */
function isWritten(value: unknown): boolean {
	if (typeof value === 'number') return Number.isFinite(value);
	return typeof value !== 'object' || value === null || Object.values(value).every(isWritten);
}

/** `undefined` where one of them is not of its form. */
export function joinFields(fields: readonly SignedField[], separator: string, item: unknown, name = ''): string | undefined {
	const texts = fields.map((field) => field(item, name));
	return texts.includes(undefined) ? undefined : texts.join(separator);
}
