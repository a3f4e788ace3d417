import { actOn, type Redaction, rulesUnder } from '../webhook/redaction.ts';
import { formFields } from './form-fields.ts';
import { redactJson } from './redact-json.ts';

/** Leaves fields out of a form, or puts digests in the place of their values. The other fields stay letter for letter. */
export function redactForm(text: string, redaction: Redaction): string {
	return redactFields(text, (name, value) => redactField(name, value, redaction));
}

/** The same for a form whose field `payload` holds JSON: the paths go into that JSON, too. */
export function redactFormPayload(text: string, redaction: Redaction): string {
	const holdsJson = typeof formFields(text).payload === 'string';
	return redactFields(text, (name, value) =>
		holdsJson && name === 'payload' ? redactJson(value, redaction) : redactField(name, value, redaction),
	);
}

/** A field that is sent more than once is a list, so `name.*` means each of its values, as `name` does. */
function redactField(name: string, value: string, { rules, digest }: Redaction): string | undefined {
	const own = rulesUnder(name, rules);
	const act = actOn([...own, ...rulesUnder('', own)]);
	if (act === undefined) return value;
	return act === 'drop' ? undefined : digest(value);
}

/** `redact` says what a field's value becomes; undefined leaves it out. */
function redactFields(text: string, redact: (name: string, value: string) => string | undefined): string {
	const items = text.split('&').map((item) => {
		const [[name, value] = []] = Object.entries(formFields(item));
		if (name === undefined || typeof value !== 'string') return item;
		const next = redact(name, value);
		if (next === undefined) return undefined;
		const [written = ''] = item.split('=', 1);
		return next === value ? item : `${written}=${encodeURIComponent(next)}`;
	});
	return items.filter((item) => item !== undefined).join('&');
}
