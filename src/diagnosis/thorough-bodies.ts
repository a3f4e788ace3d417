import { type Delivery, mediaType } from '../webhook/delivery.ts';
import type { SignedBody } from './evidence.ts';
import { formSpellings } from './form-spellings.ts';

/** How a compressed body reads; `undefined` for what is none. */
export type Unzip = (bytes: Buffer) => Buffer | undefined;

/** What a sender may have signed besides {@link signedBodies}: in another encoding, or as a form otherwise written. */
export function* thoroughBodies({ rawBody, headers }: Delivery, unzip: Unzip): Generator<SignedBody> {
	const text = rawBody.toString();
	yield { code: 'newline-changed', what: 'with CR and LF at its end', rawBody: Buffer.concat([rawBody, Buffer.from('\r\n')]) };
	for (const [what, bytes] of encodings(rawBody, text))
		if (bytes !== undefined && !bytes.equals(rawBody)) yield { code: 'body-reencoded', what, rawBody: bytes };
	const unzipped = unzip(rawBody);
	if (unzipped) yield { code: 'body-reencoded', what: 'decompressed', rawBody: unzipped };
	if (mediaType(headers) === 'application/x-www-form-urlencoded')
		for (const { what, text: written } of formSpellings(text)) yield { code: 'body-reserialised', what, rawBody: Buffer.from(written) };
}

const mark = '\ufeff';

function encodings(body: Buffer, text: string): readonly (readonly [what: string, bytes: Buffer | undefined])[] {
	const decoded = Buffer.from(text, 'base64');
	const inner = jsonString(text);
	return [
		['without the byte order mark', text.startsWith(mark) ? Buffer.from(text.slice(1)) : undefined],
		['with a byte order mark', Buffer.from(mark + text)],
		['with LF for CR and LF', Buffer.from(text.replaceAll('\r\n', '\n'))],
		['with CR and LF for LF', Buffer.from(text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'))],
		// What is above 255 would be cut off.
		['as UTF-8 that was read as Latin-1', /[\u0100-\uffff]/.test(text) ? undefined : Buffer.from(text, 'latin1')],
		['as UTF-8, where it came as Latin-1', Buffer.from(body.toString('latin1'))],
		['as what its base64 stands for', decoded.toString('base64') === text.trim() ? decoded : undefined],
		['as what stands in the JSON string', inner === undefined ? undefined : Buffer.from(inner)],
	];
}

function jsonString(text: string): string | undefined {
	if (!text.startsWith('"')) return undefined;
	try {
		const inner: unknown = JSON.parse(text);
		return typeof inner === 'string' ? inner : undefined;
	} catch {
		return undefined;
	}
}
