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

export type SignaturesRead = {
	readonly signatures: readonly Buffer[];
	/** As it stands in the list. */
	readonly time?: string;
	/** The values of the items that are signed. */
	readonly items: Readonly<Record<string, string>>;
};

/** A rotating sender sends two or three; a header must not be able to ask for hundreds. */
const most = 8;
/** Each may have a time of its own, and then costs another walk over the body. */
const mostLists = 2;

/**
 * The signatures of one or several headers, by the list that they stand in.
 * @returns `undefined` when one is malformed or there twice, there is none, or a list has two times, lacks an item, or has more signatures than anybody sends
 */
export function readSignatures(values: readonly string[], form: Form & { readonly length: number }): readonly SignaturesRead[] | undefined {
	const lists = values.map((value) => (form.list?.lists === undefined ? [value] : value.split(form.list.lists)));
	if (lists.some(({ length }) => length > mostLists)) return undefined;
	const read = lists.flat().map((text) => readList(text, form));
	return read.includes(undefined) ? undefined : read.filter((list) => list !== undefined);
}

function readList(text: string, form: Form & { readonly length: number }): SignaturesRead | undefined {
	const signatures: Buffer[] = [];
	const times: string[] = [];
	const items = new Map<string, string>();
	for (const item of form.list === undefined ? [text] : text.split(form.list.separator)) {
		const kind = kindOf(item, times.length, form);
		if (kind === undefined) return undefined;
		if (kind === 'time') times.push(item.slice(form.list?.time?.length));
		if (kind === 'signature') {
			const bytes = decode(item.slice(form.prefix?.length), form.encoding, form.length);
			if (bytes === undefined || signatures.length === most || signatures.some((each) => each.equals(bytes))) return undefined;
			signatures.push(bytes);
		}
		if (kind === 'named') {
			const [name = ''] = item.split('=', 1);
			if (items.has(name)) return undefined;
			items.set(name, item.slice(name.length + 1));
		}
	}
	const [time] = times;
	if (signatures.length === 0 || times.length !== (form.list?.time === undefined ? 0 : 1)) return undefined;
	if (items.size !== Object.keys(form.list?.items ?? {}).length) return undefined;
	return { signatures, items: Object.fromEntries(items), ...(time !== undefined && { time }) };
}

function kindOf(item: string, times: number, { prefix = '', list }: Form): 'time' | 'signature' | 'named' | 'other' | undefined {
	if (list?.time !== undefined && (list.time === '' ? times === 0 : item.startsWith(list.time))) return 'time';
	if (item.startsWith(prefix)) return 'signature';
	// A word without a full stop, or whatever else a template separates by: its end could be the beginning of a body.
	if (Object.keys(list?.items ?? {}).some((name) => item.startsWith(`${name}=`)))
		return /^[a-z]+=[\w-]{1,256}$/.test(item) ? 'named' : undefined;
	// Signatures of kinds that we don't know, as every list of named items asks for.
	return list !== undefined && /^[a-z][a-z0-9]*=[\x21-\x7e]+$/.test(item) ? 'other' : undefined;
}

export function writeSignature(signature: Buffer, { encoding, prefix = '', list, time }: Form & { readonly time: string }): string {
	const item = prefix + encode(signature, encoding);
	if (list === undefined) return item;
	const others = Object.entries(list.items ?? {}).map(([name, value]) => `${name}=${value}`);
	if (list.time !== undefined) others.push(list.time + time);
	return (list.signatureFirst ? [item, ...others] : [...others, item]).join(list.separator);
}
