import { isUtf8 } from 'node:buffer';
import { MalformedBody, type Parse } from '../webhook/provider.ts';
import { form } from './form.ts';
import { xml } from './xml.ts';

/** A form of which one field holds XML in base64, in lines: the value of that XML. */
export function formXml(name: string): Parse {
	return async (delivery) => {
		// Sound because `form` returns an object of texts and lists of texts.
		const fields = (await form(delivery)) as Readonly<Record<string, unknown>>;
		const text = String(fields[name]).replaceAll('\n', '');
		const bytes = Buffer.from(text, 'base64');
		if (bytes.toString('base64') !== text || !isUtf8(bytes)) throw new MalformedBody(`the field ${name} is not base64 of UTF-8`);
		return xml(bytes.toString());
	};
}
