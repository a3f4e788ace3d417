import { isUtf8 } from 'node:buffer';
import { type Headers, mediaType } from '../../webhook/delivery.ts';
import { layOutJson } from '../lay-out-json.ts';
import type { Body } from './api.ts';

/** A body for the eye: exactly as it came, and laid out where its format allows that without a change of meaning. */
export function bodyOf(bytes: Buffer, headers: Headers): Body {
	if (!isUtf8(bytes)) return { bytes: bytes.length, base64: bytes.toString('base64') };
	const text = bytes.toString();
	const pretty = prettyOf(text, mediaType(headers));
	return { bytes: bytes.length, text, ...(pretty !== undefined && pretty !== text && { pretty }) };
}

function prettyOf(text: string, type: string): string | undefined {
	if (type === 'application/x-www-form-urlencoded')
		return [...new URLSearchParams(text)].map(([name, value]) => `${name} = ${layOutJson(value) ?? value}`).join('\n');
	return layOutJson(text);
}
