import { isUtf8 } from 'node:buffer';

/** For the few senders whose proof lies in the body: its value, of which a scheme reads just the fields of the proof. `undefined` where it is no JSON in UTF-8. */
export function readJson(body: Buffer): unknown {
	if (!isUtf8(body)) return undefined;
	try {
		return JSON.parse(body.toString());
	} catch {
		return undefined;
	}
}
