import { decode, type Encoding, encode } from './decode.ts';

export type ListForm = {
	/** What stands between the items, such as `,`. */
	readonly separator: string;
	/** What the item with the time starts with, such as `t=`; empty where the first item is the time. Absent where it holds none. */
	readonly time?: string;
	/** Items that are signed too, each of them once, with what stands in them when we sign. */
	readonly items?: Readonly<Record<string, string>>;
	/** The signature is the first item that we write, not the last. */
	readonly signatureFirst?: true;
	/** What stands between two such lists, each whole, while a secret rotates. */
	readonly lists?: string;
};

type Form = { readonly encoding: Encoding; readonly prefix?: string; readonly list?: ListForm };
/** `length`: the bytes of a signature. */
type SignatureForm = Form & { readonly length: number };

export type SignaturesRead = {
	readonly signatures: readonly Buffer[];
	/** As it stands in the list. */
	readonly time?: string | undefined;
	/** The values of the items that are signed. */
	readonly items: Readonly<Record<string, string>>;
};

const noItems: Readonly<Record<string, string>> = {};

/** A rotating sender sends two or three; a header must not be able to ask for hundreds. */
const most = 8;
/** Each may have a time of its own, and then costs another walk over the body. */
const mostLists = 2;

/**
 * Reads the signatures in a header, by the list that they stand in.
 * @returns `undefined` when one is malformed or there twice, there is none, or a list has two times, lacks an item, or has more signatures than anybody sends
 */
export function readSignatures(value: string, form: SignatureForm): readonly SignaturesRead[] | undefined {
	const texts = form.list?.lists === undefined ? [value] : value.split(form.list.lists, mostLists + 1);
	if (texts.length > mostLists) return undefined;
	const read: SignaturesRead[] = [];
	for (const text of texts) {
		const list = readList(text, form);
		if (list === undefined) return undefined;
		read.push(list);
	}
	return read;
}

function readList(text: string, form: SignatureForm): SignaturesRead | undefined {
	const { list } = form;
	if (list === undefined) {
		const only = readSignature(text, form);
		return only && { signatures: [only], items: noItems };
	}
	const signatures: Buffer[] = [];
	let time: string | undefined;
	let items = noItems;
	for (const item of text.split(list.separator)) {
		const kind = kindOf(item, time, list, form.prefix);
		if (kind === 'time') {
			if (time !== undefined) return undefined;
			time = item.slice(list.time?.length);
		} else if (kind === 'signature') {
			const bytes = readSignature(item, form);
			if (bytes === undefined || signatures.length === most || signatures.some((each) => each.equals(bytes))) return undefined;
			signatures.push(bytes);
		} else if (kind === 'named') {
			const [name = ''] = item.split('=', 1);
			if (Object.hasOwn(items, name)) return undefined;
			items = { ...items, [name]: item.slice(name.length + 1) };
		} else if (kind === undefined) return undefined;
	}
	if (signatures.length === 0 || (time === undefined) !== (list.time === undefined)) return undefined;
	if (list.items && Object.keys(items).length !== Object.keys(list.items).length) return undefined;
	return { signatures, items, time };
}

function readSignature(item: string, { encoding, prefix = '', length }: SignatureForm): Buffer | undefined {
	return item.startsWith(prefix) ? decode(item.slice(prefix.length), encoding, length) : undefined;
}

function kindOf(item: string, time: string | undefined, list: ListForm, prefix = ''): 'time' | 'signature' | 'named' | 'other' | undefined {
	if (list.time !== undefined && (list.time === '' ? time === undefined : item.startsWith(list.time))) return 'time';
	if (item.startsWith(prefix)) return 'signature';
	// A word without a full stop, or whatever else a template separates by: its end could be the beginning of a body.
	if (Object.keys(list.items ?? {}).some((name) => item.startsWith(`${name}=`)))
		return /^[a-z]+=[\w-]{1,256}$/.test(item) ? 'named' : undefined;
	// Signatures of kinds that we don't know, as every list of named items asks for.
	return /^[a-z][a-z0-9]*=[\x21-\x7e]+$/.test(item) ? 'other' : undefined;
}

export function writeSignature(signature: Buffer, { encoding, prefix = '', list, time }: Form & { readonly time: string }): string {
	const item = prefix + encode(signature, encoding);
	if (list === undefined) return item;
	const others = Object.entries(list.items ?? {}).map(([name, value]) => `${name}=${value}`);
	if (list.time !== undefined) others.push(list.time + time);
	return (list.signatureFirst ? [item, ...others] : [...others, item]).join(list.separator);
}
