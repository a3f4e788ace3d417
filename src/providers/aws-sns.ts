import { visitLink } from '../handshakes/visit-link.ts';
import { json } from '../parsers/json.ts';
import { snsMessage } from '../schemes/sns-message.ts';
import type { Provider } from '../webhook/provider.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';

// What of a message is signed. Its attributes are not, so no function sees them.
const fields = ['Type', 'MessageId', 'TopicArn', 'Subject', 'Message', 'Timestamp'] as const;

const confirmation =
	/^https:\/\/sns\.[a-z]{2}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}\.amazonaws\.com(?:\.cn)?\/\?Action=ConfirmSubscription&TopicArn=[\w:.%-]{1,600}&Token=[0-9a-f]{1,600}$/;

/**
 * Amazon SNS over HTTPS. The secret is the ARN of the topic. The type is `Notification` or `UnsubscribeConfirmation`. The payload is the fields that are signed; `Message` is
 * the text that was published. Raw message delivery has no signature, so it is refused.
 */
export const awsSns: Provider = {
	id: 'aws-sns',
	name: 'Amazon SNS',
	docs: 'https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html',
	scheme: snsMessage(),
	// SNS says text/plain, unless the delivery policy of the subscription names another.
	contentTypes: { 'text/plain': json, 'application/json': json },
	identify: (body) => [{ id: textAt(body, 'MessageId'), type: typeOf(body), payload: signedPart(body) }],
	// https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html
	handshakes: [
		visitLink({
			when: ['Type', 'SubscriptionConfirmation'],
			field: 'SubscribeURL',
			link: confirmation,
			title: 'a signed `SubscriptionConfirmation`, whose `SubscribeURL` is asked for',
		}),
	],
	// A delivery policy retries for an hour at most: https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
	retryHorizon: 60 * 60,
	timeout: 15,
	expects: 'any 2xx; a 4xx other than 429 is final',
	unsigned: 'the headers, `MessageAttributes` and `UnsubscribeURL`',
	sameEvent: '`MessageId`, the same over retries',
	secret: 'the ARN of the topic, with a pinned public key after a space if wanted; raw message delivery has to be off',
	rotation: "none to do: each message says which of Amazon's certificates it is signed with",
};

/** A confirmation is answered as a handshake. */
function typeOf(body: unknown): string | undefined {
	const type = textAt(body, 'Type');
	return type === 'Notification' || type === 'UnsubscribeConfirmation' ? type : undefined;
}

function signedPart(body: unknown): unknown {
	const found = fields.map((name) => [name, valueAt(body, name)] as const);
	return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
