import type { Delivery } from '../webhook/delivery.ts';
import type { Disbelief, Scheme } from '../webhook/scheme.ts';
import { textAt, valueAt } from '../webhook/text-at.ts';
import { certifiedSignature, type Signed } from './certified-signature.ts';
import { clocks } from './clock.ts';
import { decode } from './decode.ts';
import { sameBytes } from './hmac.ts';
import { readJson } from './read-json.ts';

const topicArn = /^arn:aws(?:-cn|-us-gov)?:sns:[a-z]{2}(?:-[a-z]+)+-[0-9]{1,2}:[0-9]{12}:[\w-]{1,256}(?:\.fifo)?$/;

/** What is signed, in this order. */
const signedFields: Readonly<Record<string, readonly string[]>> = {
	Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
	SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
	UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};

/**
 * Amazon SNS: RSA over fields of the JSON body, with SHA-1 (`SignatureVersion` 1, which topics have unless told) or SHA-256 (2).
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
 * The file of the certificate holds no issuer, so what there is to check is its subject, its dates, and the connection to the one host of the topic's region.
 * @param roots whom a certificate with issuers in its file has to lead to: those of Node unless told
 */
export function snsMessage({ roots }: { readonly roots?: readonly string[] } = {}): Scheme {
	return certifiedSignature({
		name: 'sns-message',
		credentials: [],
		covers: { body: 'part' },
		// A retry has the time of the first, and a delivery policy may retry for an hour: an hour more.
		tolerance: 2 * 60 * 60,
		secret: { title: '<topic ARN>', words: [topicArn], example: ['arn:aws:sns:eu-central-1:123456789012:orders'] },
		read: readMessage,
		write: (delivery, [topic = ''], signed) => {
			const body = readJson(delivery.rawBody);
			if (typeof body !== 'object' || body === null) throw new TypeError('the signature stands in a JSON body, and the body is none');
			const SigningCertURL = `https://${hostOf(topic)}/SimpleNotificationService-${'0'.repeat(32)}.pem`;
			const Timestamp = clocks.rfc3339.print(delivery.receivedAt);
			const message = { Type: 'Notification', Message: '', ...body, TopicArn: topic, Timestamp, SignatureVersion: '2', SigningCertURL };
			const text = signedText(message);
			if (text === undefined) throw new TypeError('the delivery lacks what is signed');
			return { ...delivery, rawBody: Buffer.from(JSON.stringify({ ...message, Signature: signed(text) })) };
		},
		certificate: {
			at: ({ rawBody }, [topic = '']) => {
				const url = textAt(readJson(rawBody), 'SigningCertURL') ?? '';
				const [, host = ''] = /^https:\/\/([a-z0-9.-]+)\/SimpleNotificationService-[A-Za-z0-9]{32}\.pem$/.exec(url) ?? [];
				return sameBytes(Buffer.from(host), Buffer.from(hostOf(topic))) ? url : undefined;
			},
			names: ([topic = '']) => namesOf(topic),
			...(roots && { roots }),
		},
	});
}

/** The endpoint of the topic's region. */
function hostOf(topic: string): string {
	const [, partition, , region] = topic.split(':');
	return `sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
}

/** As AWS's SDK for Java names them, by region: https://github.com/aws/aws-sdk-java-v2 (SnsHostProvider) */
function namesOf(topic: string): readonly string[] {
	const [, partition, , region] = topic.split(':');
	if (partition === 'aws-cn') return [`sns-${region}.amazonaws.com.cn`];
	if (partition === 'aws-us-gov') return ['sns-us-gov-west-1.amazonaws.com'];
	return ['sns.amazonaws.com', `sns-signing.${region}.amazonaws.com`];
}

function readMessage({ rawBody }: Delivery, [topic = '']: readonly string[]): Signed | Disbelief {
	const body = readJson(rawBody);
	const value = textAt(body, 'Signature');
	if (value === undefined) return 'signature-missing';
	const signature = decode(value, 'base64');
	const version = textAt(body, 'SignatureVersion');
	const text = signedText(body);
	if (!signature || text === undefined || (version !== '1' && version !== '2')) return 'signature-malformed';
	if (!sameBytes(Buffer.from(textAt(body, 'TopicArn') ?? ''), Buffer.from(topic))) return 'signature-mismatch';
	return { text, signature, digest: version === '1' ? 'sha1' : 'sha256', time: textAt(body, 'Timestamp') ?? '' };
}

/** `undefined` where a field is missing, or could be read in two ways: only the message, which stands first, may have more than one line. */
function signedText(body: unknown): string | undefined {
	const type = textAt(body, 'Type') ?? '';
	if (!Object.hasOwn(signedFields, type)) return undefined;
	const lines: string[] = [];
	for (const name of signedFields[type] ?? []) {
		const value = valueAt(body, name);
		if (name === 'Subject' && (value === undefined || value === null)) continue;
		if (typeof value !== 'string' || (name !== 'Message' && !/^[^\r\n]+$/.test(value))) return undefined;
		lines.push(name, value);
	}
	return `${lines.join('\n')}\n`;
}
