import { json } from '../parsers/json.ts';
import { appendedSecret } from '../schemes/appended-secret.ts';
import type { DirectProvider } from '../webhook/provider.ts';
import { textAt } from '../webhook/text-at.ts';
import { sha256 } from './reading/sha256.ts';

/** The type is `notification_type`, such as `upload`. The payload is the whole body. */
export const cloudinary: DirectProvider = {
	id: 'cloudinary',
	name: 'Cloudinary',
	docs: 'https://cloudinary.com/documentation/notification_signatures',
	// SHA-1 unless the account asks for SHA-256. Two hours are the official library's default.
	scheme: appendedSecret({
		header: 'x-cld-signature',
		algorithms: ['sha1', 'sha256'],
		time: { header: 'x-cld-timestamp', tolerance: 2 * 60 * 60 },
	}),
	contentTypes: { 'application/json': json },
	identify: (body, { rawBody }) => [{ id: sha256(rawBody), type: textAt(body, 'notification_type'), payload: body }],
	// Not stated; longer than the schedules that are common.
	retryHorizon: 7 * 24 * 60 * 60,
	expects: 'any 2xx',
	unsigned: 'the URL and the other headers',
	sameEvent: 'the digest of the body, the same over retries',
	secret: 'the API secret of the product environment, the one that signs',
	rotation: 'several API secrets, of which one signs',
};
