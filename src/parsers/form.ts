import { isUtf8 } from 'node:buffer';
import { MalformedBody, type Parse } from '../webhook/provider.ts';
import { formFields } from './form-fields.ts';
import { redactForm } from './redact-form.ts';

const mostFields = 1000;

/** `application/x-www-form-urlencoded`: an object without prototype; a field that is sent more than once is an array. */
export const form: Parse = Object.assign(parse, { redact: redactForm });

function parse({ rawBody }: Parameters<Parse>[0]): unknown {
	if (!isUtf8(rawBody)) throw new MalformedBody('the form is not UTF-8');
	const body = rawBody.toString();
	// Hardly a provider signs the content type. Signed JSON must not become a form with whatever fields its texts spell, and no encoder leaves a bracket as it is.
	if (/^\s*[[{]/.test(body)) throw new MalformedBody('the body is JSON, not a form');
	// The parser leaves out what comes after that many.
	if (body.split('&', mostFields + 1).length > mostFields) throw new MalformedBody('the form has too many fields');
	return formFields(body);
}
