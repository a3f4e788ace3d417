import { json } from '../parsers/json.ts';
import { hmacSignature } from '../schemes/hmac-signature.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** TikTok for Developers; TikTok Shop signs otherwise. The type is `event`, such as `video.publish.completed`. The payload is the whole body, with JSON as text in `content`. */
export const tiktok: DirectProvider = {
	id: 'tiktok',
	name: 'TikTok',
	docs: 'https://developers.tiktok.com/doc/webhooks-verification',
	// TikTok leaves the tolerance to the receiver.
	scheme: hmacSignature({
		header: 'tiktok-signature',
		signs: '{time}.{body}',
		encoding: 'hex',
		prefix: 's=',
		list: { separator: ',', time: 't=' },
		time: { tolerance: 300 },
	}),
	contentTypes: { 'application/json': json },
	// An event has no id, but the user, the second and what happened: https://developers.tiktok.com/doc/webhooks-events
	identify: (body, { rawBody }) => [{ id: sha256(rawBody), type: textAt(body, 'event'), payload: body }],
	// https://developers.tiktok.com/doc/webhooks-overview
	retryHorizon: 3 * 24 * 60 * 60,
	expects: '200 at once',
	unsigned: 'the URL and the other headers',
	sameEvent: 'the digest of the body; TikTok gives no id',
	secret: 'the client secret of the app',
	rotation: 'not stated',
};
