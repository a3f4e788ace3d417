import type { Parse } from '../webhook/provider.ts';
import { form } from './form.ts';
import { json } from './json.ts';
import { redactFormPayload } from './redact-form.ts';

/** A form whose field `payload` holds JSON: the value of that JSON. A form without the field: its fields. */
export const formPayload: Parse = Object.assign(parse, { redact: redactFormPayload });

async function parse(delivery: Parameters<Parse>[0]): Promise<unknown> {
	// Sound because `form` returns an object of texts and lists of texts.
	const fields = (await form(delivery)) as Readonly<Record<string, unknown>>;
	if (typeof fields.payload !== 'string') return fields;
	return json({ ...delivery, rawBody: Buffer.from(fields.payload) });
}
