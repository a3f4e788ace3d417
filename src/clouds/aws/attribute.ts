/** A value as DynamoDB's API writes it: text, a number or, in base64, bytes. */
export type Attribute = { readonly S?: string; readonly N?: string; readonly B?: string };

export type Item = Readonly<Record<string, Attribute>>;

export const text = (value: string): Attribute => ({ S: value });
export const number = (value: number): Attribute => ({ N: String(value) });
export const bytes = (value: Buffer): Attribute => ({ B: value.toString('base64') });

/** Text of a sender: plain where DynamoDB can hold it so, JSON where it is empty, is no well-formed Unicode or would read as JSON. */
export function anyText(value: string): Attribute {
	return text(value === '' || value.startsWith('"') || !value.isWellFormed() ? JSON.stringify(value) : value);
}

export function readText({ S = '' }: Attribute = {}): string {
	return S;
}

export function readAnyText(attribute: Attribute | undefined): string {
	const value = readText(attribute);
	return value.startsWith('"') ? String(JSON.parse(value)) : value;
}

export function readNumber({ N = '0' }: Attribute = {}): number {
	return Number(N);
}

export function readBytes({ B = '' }: Attribute = {}): Buffer {
	return Buffer.from(B, 'base64');
}
