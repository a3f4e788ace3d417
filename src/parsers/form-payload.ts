import type { Parse } from '../webhook/provider.ts';
import { form } from './form.ts';
import { json } from './json.ts';
import { redactFormJson } from './redact-form.ts';

/** A form of which one field holds JSON: the value of that JSON. A form without the field: its fields. */
export function formJson(name: string): Parse {
	const parse = async (delivery: Parameters<Parse>[0]): Promise<unknown> => {
		// Sound because `form` returns an object of texts and lists of texts.
		const fields = (await form(delivery)) as Readonly<Record<string, unknown>>;
		const text = fields[name];
		return typeof text === 'string' ? json({ ...delivery, rawBody: Buffer.from(text) }) : fields;
	};
	return Object.assign(parse, { redact: redactFormJson(name) });
}

/** The field is `payload`. */
export const formPayload = formJson('payload');
