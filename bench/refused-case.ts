import { type Case, type CaseName, caseOf, headerOf } from './cases.ts';

/** The same delivery with one character of its body changed: well-formed, signed, and by nobody who knows the secret of it. */
export function refusedCase(name: CaseName): Case {
	const one = caseOf(name);
	const body = one.event.body.replace('"id":', '"iD":');
	if (body === one.event.body || headerOf(one.event, 'content-type') === '') throw new Error(`${name}: nothing is changed`);
	return { ...one, event: { ...one.event, body } };
}
