import type { Delivery } from '../webhook/delivery.ts';
import type { SignedBody } from './evidence.ts';
import { jsonLayouts } from './json-layouts.ts';

/** What the sender may have signed where these bytes came: without a line break or with one, or the same JSON otherwise written. */
export function* signedBodies({ rawBody }: Delivery): Generator<SignedBody> {
	const text = rawBody.toString();
	const code = 'newline-changed';
	if (text.endsWith('\n'))
		yield { code, what: 'without the line break at its end', rawBody: rawBody.subarray(0, text.endsWith('\r\n') ? -2 : -1) };
	yield { code, what: 'with a line break at its end', rawBody: Buffer.concat([rawBody, Buffer.from('\n')]) };
	for (const { what, text: written } of jsonLayouts(text)) yield { code: 'body-reserialised', what, rawBody: Buffer.from(written) };
}
