import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

/** Connect in the JSON SIM form, its default. The type is `event`, such as `envelope-completed`. The payload is `data`. The older XML is not taken. */
export const docusign: DirectProvider = {
	id: 'docusign',
	name: 'Docusign Connect',
	docs: 'https://developers.docusign.com/platform/webhooks/connect/validate/',
	// One header for each active key; of an account's keys the first eight are looked at. A key looks like base64, but its text is the key:
	// https://github.com/docusign/code-examples-node/blob/master/lib/connect/examples/validateWebhookMessage.js
	scheme: hmacSignature({
		header: 'x-docusign-signature-1',
		alternates: [2, 3, 4, 5, 6, 7, 8].map((number) => `x-docusign-signature-${number}`),
		encoding: 'base64',
	}),
	contentTypes: { 'application/json': json },
	identify: (body) => [{ id: idOf(body), type: textAt(body, 'event'), payload: valueAt(body, 'data') }],
	// From memory of https://developers.docusign.com/platform/webhooks/connect/: up to 15 days.
	retryHorizon: 15 * 24 * 60 * 60,
	timeout: 100,
	expects: 'any 2xx',
	unsigned: 'the URL, the headers and the time',
	sameEvent: '`event`, the ids in `data` and `generatedDateTime`; whether that is the same over retries is not stated',
	secret: 'an HMAC key of Connect, as it is shown; the format of the data has to be JSON SIM',
	rotation: 'one signature for each active key',
};

/** Messages have no id, and `retryCount` makes the bytes of a retry others. `generatedDateTime` goes to 100 ns. */
function idOf(body: unknown): string | undefined {
	const [event, at] = [textAt(body, 'event'), textAt(body, 'generatedDateTime')];
	const about = ['envelopeId', 'templateId', 'recipientId'].flatMap((name) => textAt(body, 'data', name) ?? []);
	return event && at && about.length > 0 ? [event, ...about, at].join('.') : undefined;
}
