import { decode, type Encoding } from './decode.ts';

export type ListForm = {
	/** What stands between the items, such as `,`. */
	readonly separator: string;
	/** What the item with the time starts with, such as `t=`; empty where the first item is the time. Absent where it holds none. */
	readonly time?: string;
};

type Form = { readonly encoding: Encoding; readonly prefix?: string; readonly list?: ListForm };

export type SignaturesRead = {
	readonly signatures: readonly Buffer[];
	/** As it stands in the list. */
	readonly time?: string;
};

/** A rotating sender sends two or three; a header must not be able to ask for hundreds. */
const most = 8;

/** The signatures of one or several headers. `undefined` when one of them is malformed or there twice, there is none, or one has two times or more signatures than anybody sends. */
export function readSignatures(values: readonly string[], form: Form & { readonly length: number }): SignaturesRead | undefined {
	const signatures: Buffer[] = [];
	const times: string[] = [];
	for (const item of values.flatMap((value) => itemsOf(value, form.list))) {
		const kind = kindOf(item, times.length, form);
		if (kind === undefined) return undefined;
		if (kind === 'time') times.push(item.slice(form.list?.time?.length));
		if (kind === 'signature') {
			const bytes = decode(item.slice(form.prefix?.length), form.encoding, form.length);
			if (bytes === undefined || signatures.length === most || signatures.some((each) => each.equals(bytes))) return undefined;
			signatures.push(bytes);
		}
	}
	const [time] = times;
	if (signatures.length === 0 || times.length !== (form.list?.time === undefined ? 0 : values.length)) return undefined;
	return { signatures, ...(time !== undefined && { time }) };
}

function itemsOf(value: string, list: ListForm | undefined): readonly string[] {
	return list === undefined ? [value] : value.split(list.separator);
}

function kindOf(item: string, times: number, { prefix = '', list }: Form): 'time' | 'signature' | 'other' | undefined {
	if (list?.time !== undefined && (list.time === '' ? times === 0 : item.startsWith(list.time))) return 'time';
	if (item.startsWith(prefix)) return 'signature';
	// Signatures of kinds that we don't know, as every list of named items asks for.
	return list !== undefined && /^[a-z][a-z0-9]*=[\x21-\x7e]+$/.test(item) ? 'other' : undefined;
}

export function writeSignature(signature: Buffer, { encoding, prefix = '', list, time }: Form & { readonly time: string }): string {
	const item = prefix + signature.toString(encoding);
	return list?.time === undefined ? item : `${list.time}${time}${list.separator}${item}`;
}
