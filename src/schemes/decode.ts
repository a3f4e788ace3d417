/** `hex-base64`: the base64 of the hex text, which some make by mistake. */
export type Encoding = 'hex' | 'base64' | 'base64url' | 'hex-base64';

/**
 * Decodes what has exactly one spelling: lower-case hex, padded base64 of the standard alphabet, or unpadded base64 of the URL alphabet, both without loose
 * bits (RFC 4648, 3.5). `Buffer.from` alone skips what it does not know, so that one signature would have many spellings.
 * @returns the bytes, or `undefined` for any other text, and for any other length than `length` bytes
 */
export function decode(text: string, encoding: Encoding, length?: number): Buffer | undefined {
	const bytes =
		encoding === 'hex-base64' ? Buffer.from(Buffer.from(text, 'base64').toString('latin1'), 'hex') : Buffer.from(text, encoding);
	if (length !== undefined && bytes.length !== length) return undefined;
	return encode(bytes, encoding) === text ? bytes : undefined;
}

export function encode(bytes: Buffer, encoding: Encoding): string {
	return encoding === 'hex-base64' ? Buffer.from(bytes.toString('hex')).toString('base64') : bytes.toString(encoding);
}
