import { mediaType } from '../webhook/delivery.ts';
import { MalformedBody } from '../webhook/provider.ts';
import { keepUnreadable } from './keep-unreadable.ts';
import { type Platform, refuse, type Step } from './step.ts';

/** The raw bytes stay on the delivery; what they say goes beside them. */
export function parseBody(platform: Platform): Step {
	return {
		before: async ({ event }) => {
			const { verified, provider } = event;
			if (verified === undefined) throw new TypeError('parse-body stands before verify-signature');
			// A signed question that is no POST has no body.
			if (verified.method !== 'POST') return undefined;
			const type = mediaType(verified.headers);
			const parse = Object.hasOwn(provider.contentTypes, type) ? provider.contentTypes[type] : undefined;
			if (parse === undefined) return refuse(event, 'content-type-unsupported', type.slice(0, 100));
			if (event.source.redact && parse.redact === undefined) return keepUnreadable(event, verified, 'body-unredactable', platform);
			try {
				event.body = await parse(verified);
			} catch (error) {
				if (error instanceof MalformedBody) return keepUnreadable(event, verified, 'body-malformed', platform);
				throw error;
			}
			return undefined;
		},
	};
}
