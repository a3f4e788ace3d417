import { base64, Refused, wellFormed } from './fake-error.ts';

/** The types of values that are let in, by the field that says so. */
export const types: Readonly<Record<string, (value: unknown) => unknown>> = {
	stringValue: (value) => wellFormed(value, 'stringValue'),
	bytesValue: (value) => base64(value, 'bytesValue'),
	referenceValue: (value) => wellFormed(value, 'referenceValue'),
	doubleValue: (value) => Number.isFinite(value) || refuse('doubleValue'),
	timestampValue: (value) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(String(value)) || refuse('timestampValue'),
};

export function refuse(type: string): never {
	throw new Refused('INVALID_ARGUMENT', `Invalid value (${type})`);
}
