import { decode, type Encoding } from './decode.ts';

export type ListForm = {
	/** What stands between the items, such as `,`. */
	readonly separator: string;
	/** What the item with the time starts with, such as `t=`; empty where the first item is the time. Absent where it holds none. */
	readonly time?: string;
	/** What the item with the nonce starts with. Absent where it holds none. */
	readonly nonce?: string;
	/** What stands between two such lists, each whole, while a secret rotates. */
	readonly lists?: string;
};

type Form = { readonly encoding: Encoding; readonly prefix?: string; readonly list?: ListForm };

export type SignaturesRead = {
	readonly signatures: readonly Buffer[];
	/** As it stands in the list. */
	readonly time?: string;
	/** As it stands in the list. */
	readonly nonce?: string;
};

/** A rotating sender sends two or three; a header must not be able to ask for hundreds. */
const most = 8;
/** Each may have a time of its own, and then costs another walk over the body. */
const mostLists = 2;

/**
 * The signatures of one or several headers, by the list that they stand in.
 * @returns `undefined` when one is malformed or there twice, there is none, or a list has two times, no nonce, or more signatures than anybody sends
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
	const nonces: string[] = [];
	for (const item of itemsOf(text, form.list)) {
		const kind = kindOf(item, times.length, form);
		if (kind === undefined) return undefined;
		if (kind === 'time') times.push(item.slice(form.list?.time?.length));
		if (kind === 'nonce') nonces.push(item.slice(form.list?.nonce?.length));
		if (kind === 'signature') {
			const bytes = decode(item.slice(form.prefix?.length), form.encoding, form.length);
			if (bytes === undefined || signatures.length === most || signatures.some((each) => each.equals(bytes))) return undefined;
			signatures.push(bytes);
		}
	}
	const [time] = times;
	const [nonce] = nonces;
	if (signatures.length === 0 || times.length !== (form.list?.time === undefined ? 0 : 1)) return undefined;
	if (nonces.length !== (form.list?.nonce === undefined ? 0 : 1)) return undefined;
	return { signatures, ...(time !== undefined && { time }), ...(nonce !== undefined && { nonce }) };
}

function itemsOf(value: string, list: ListForm | undefined): readonly string[] {
	return list === undefined ? [value] : value.split(list.separator);
}

function kindOf(item: string, times: number, { prefix = '', list }: Form): 'time' | 'nonce' | 'signature' | 'other' | undefined {
	if (list?.time !== undefined && (list.time === '' ? times === 0 : item.startsWith(list.time))) return 'time';
	if (list?.nonce !== undefined && item.startsWith(list.nonce)) return 'nonce';
	if (item.startsWith(prefix)) return 'signature';
	// Signatures of kinds that we don't know, as every list of named items asks for.
	return list !== undefined && /^[a-z][a-z0-9]*=[\x21-\x7e]+$/.test(item) ? 'other' : undefined;
}

type Stamps = { readonly time: string; readonly nonce: string };

export function writeSignature(signature: Buffer, { encoding, prefix = '', list, time, nonce }: Form & Stamps): string {
	const item = prefix + signature.toString(encoding);
	const before = [list?.time !== undefined && list.time + time, list?.nonce !== undefined && list.nonce + nonce];
	return [...before.filter((each) => each !== false), item].join(list?.separator ?? '');
}
