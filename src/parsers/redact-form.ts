import { actOn, type Redaction, rulesUnder } from '../webhook/redaction.ts';
import { formFields } from './form-fields.ts';
import { redactJson } from './redact-json.ts';

/** `index`: which value of its name it is, from 0. */
type Field = { readonly name: string; readonly index: number; readonly value: string };

/** Leaves fields out of a form, or puts digests in the place of their values. The other fields stay letter for letter. */
export function redactForm(text: string, redaction: Redaction): string {
	return redactFields(text, (field) => redactField(field, redaction));
}

/** The same for a form of which one field holds JSON: the paths go into that JSON, too. */
export function redactFormJson(name: string): (text: string, redaction: Redaction) => string {
	return (text, redaction) => {
		const isOne = typeof formFields(text)[name] === 'string';
		return redactFields(text, (field) => {
			// What is sent more than once is read as fields, and may hold JSON no less.
			const value = isOne && field.name === name ? field.value : redactField(field, redaction);
			return field.name === name && value === field.value ? redactPayload(value, redaction) : value;
		});
	};
}

/** What is no JSON can't be redacted, so it goes. */
function redactPayload(value: string, redaction: Redaction): string | undefined {
	try {
		JSON.parse(value);
	} catch {
		return undefined;
	}
	return redactJson(value, redaction);
}

/** A field that is sent more than once is a list, so `name.*` means each of its values, as `name` does, and `name.0` the first. */
function redactField({ name, index, value }: Field, { rules, digest }: Redaction): string | undefined {
	const own = rulesUnder(name, rules);
	const act = actOn([...own, ...rulesUnder(String(index), own)]);
	if (act === undefined) return value;
	return act === 'drop' ? undefined : digest(value);
}

/** `redact` says what a field's value becomes; undefined leaves it out. */
function redactFields(text: string, redact: (field: Field) => string | undefined): string {
	const seen = new Map<string, number>();
	const items = text.split('&').map((item) => {
		const [[name, value] = []] = Object.entries(formFields(item));
		if (name === undefined || typeof value !== 'string') return item;
		const index = seen.get(name) ?? 0;
		seen.set(name, index + 1);
		const next = redact({ name, index, value });
		if (next === undefined) return undefined;
		const [written = ''] = item.split('=', 1);
		return next === value ? item : `${written}=${encodeURIComponent(next)}`;
	});
	return items.filter((item) => item !== undefined).join('&');
}
