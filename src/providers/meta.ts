import { echoQuery } from '../handshakes/echo-query.ts';
import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider, Identified } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { digestOf } from './reading/digest-of.ts';
import { joined } from './reading/joined.ts';
import { listAt } from './reading/list-at.ts';

/**
 * Facebook, Instagram, Messenger and WhatsApp. One delivery holds many events. The type is the object and the field, such as `page.feed`,
 * `whatsapp_business_account.messages` or `.statuses`; of Messenger and Instagram the object and what came, such as `page.message`, `page.message_echo` (what
 * the page itself has sent) or `page.postback`. The payload is the change with the id of its entry, or the item of `messaging`.
 */
export const meta: DirectProvider = {
	id: 'meta',
	name: 'Meta (Facebook, Instagram, Messenger, WhatsApp)',
	docs: 'https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads',
	// The older X-Hub-Signature (SHA-1) is not looked at.
	scheme: hmacSignature({ header: 'x-hub-signature-256', encoding: 'hex', prefix: 'sha256=' }),
	contentTypes: { 'application/json': json },
	identify: (body) => listAt(body, 'entry').flatMap((entry) => eventsOf(entry, textAt(body, 'object'))),
	handshakes: [
		echoQuery({
			parameter: 'hub.challenge',
			verifyToken: 'hub.verify_token',
			title: '`GET` with `hub.challenge`, which goes back as text where `hub.verify_token` is the verify token of the source',
		}),
	],
	// Graph: 36 hours; WhatsApp: up to seven days. https://developers.facebook.com/docs/whatsapp/cloud-api/guides/set-up-webhooks
	retryHorizon: 7 * 24 * 60 * 60,
	expects: '200',
	unsigned: 'the URL, every header and the time: an old delivery can be sent again',
	sameEvent: 'the id of a message, with its kind or its status, the same over retries; else the digest of the change and its time',
	secret: 'the app secret. The verify token, a text of your own that Meta is given with the URL, is `<SOURCE>_VERIFY_TOKEN`',
	rotation: 'a reset ends the old app secret',
};

function eventsOf(entry: unknown, object: string | undefined): readonly Identified[] {
	const events = [
		...listAt(entry, 'changes').flatMap((change) => ofChange(change, entry, object)),
		...listAt(entry, 'messaging').map((item) => ofMessage(item, object)),
		...listAt(entry, 'standby').map((item) => ({ id: digestOf(item), type: joined(object, 'standby'), payload: item })),
		// A subscription without values only says which fields have changed.
		...listAt(entry, 'changed_fields').map((field) => ({
			id: digestOf([valueAt(entry, 'id'), valueAt(entry, 'time'), field]),
			type: typeof field === 'string' ? joined(object, field) : undefined,
			payload: { id: valueAt(entry, 'id'), time: valueAt(entry, 'time'), field },
		})),
	];
	return events.length > 0 ? events : [{ id: undefined, type: undefined, payload: entry }];
}

function ofChange(change: unknown, entry: unknown, object: string | undefined): readonly Identified[] {
	const [id, time, field, value] = [valueAt(entry, 'id'), valueAt(entry, 'time'), textAt(change, 'field'), valueAt(change, 'value')];
	const single =
		object === 'whatsapp_business_account'
			? ofWhatsapp(value).map((each) => ({ ...each, payload: { id, field, value: each.payload } }))
			: [];
	// The time of the entry tells a value that comes back from one that is sent again.
	return single.length > 0
		? single
		: [{ id: digestOf([id, time, change]), type: joined(object, field), payload: { id, time, field, value } }];
}

/** Each message and each status, with the number that it is about. */
function ofWhatsapp(value: unknown): readonly Identified[] {
	const metadata = valueAt(value, 'metadata');
	const contacts = valueAt(value, 'contacts');
	return [
		...listAt(value, 'messages').map((message) => ({
			id: textAt(message, 'id'),
			type: 'whatsapp_business_account.messages',
			payload: { metadata, contacts, messages: [message] },
		})),
		...listAt(value, 'statuses').map((status) => ({
			id: joined(textAt(status, 'id'), textAt(status, 'status')),
			type: 'whatsapp_business_account.statuses',
			payload: { metadata, statuses: [status] },
		})),
	];
}

const around = new Set(['sender', 'recipient', 'timestamp', 'prior_message']);

function ofMessage(item: unknown, object: string | undefined): Identified {
	const keys = typeof item === 'object' && item !== null ? Object.keys(item) : [];
	const kind = keys.find((key) => !around.has(key));
	const own = kind === 'message' || kind === 'postback' ? textAt(item, kind, 'mid') : undefined;
	const type = kind === 'message' && valueAt(item, 'message', 'is_echo') === true ? 'message_echo' : kind;
	// What is taken back has the id of the message, and so has the echo of a message between two accounts of the app.
	const isTakenBack = valueAt(item, 'message', 'is_deleted') === true;
	return { id: isTakenBack || own === undefined ? digestOf(item) : joined(type, own), type: joined(object, type), payload: item };
}
